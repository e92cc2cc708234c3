"""One mail that shows whether mails arrive; nothing of anybody stands in it."""

from datetime import datetime

from services.doctor.mails import NOTIFYS, look_at_mail_server
from services.notify.app import channel_of
from services.notify.channels import Letter, NotTaken
from services.notify.settings import Settings
from services.refused import Refused
from services.running import Running, Said
from shared.clock import new_id
from shared.ui import dates

SUBJECT = "【結】ためしのメール"
BODY = """\
これは、結（Yui）からメールが届くかどうかをためすメールです。
読めていれば、だいじょうぶです。返信はいりません。

送った時刻　{ja}

----
This mail tries whether mails of Yui arrive. If you can read it, they do;
please don't answer.

Sent: {en}
"""


async def send_test_mail(settings: Settings, address: str, run: Running, *, now: datetime) -> Said:
    """Hand one mail over by the way that is set; says where it went, Refused when it did not leave."""
    if run.by_compose and settings.nats_user != "notify":
        raise Refused(
            f"メールはここからは出られません。次で送れます：\n  {NOTIFYS} mail-test {address}", "that sends it"
        )
    for seen in await look_at_mail_server(settings, run):
        if seen.remedy.ja:
            raise Refused(f"{seen.found.ja}。{seen.remedy.ja}", f"{seen.found.en}: {seen.remedy.en}")
    body = BODY.format(ja=dates.moment(now), en=dates.moment(now, "en"))
    letter = Letter(new_id(), address, SUBJECT, body, now)
    try:
        await channel_of(settings).send(letter)
    except NotTaken as refused:
        raise Refused(*(_REFUSED if refused.for_good else _LATER)) from None
    except OSError as error:
        folder = settings.sink_dir
        raise Refused(f"{folder} に書けません（{error.strerror}）", f"can't write there: {error.strerror}") from None
    return _where(settings, letter)


def _where(settings: Settings, letter: Letter) -> Said:
    if settings.mail_channel == "smtp":
        server = f"{settings.smtp_host}:{settings.smtp_port}"
        return Said(
            f"{server} が受け取りました。{letter.to} に届いたか、迷惑メールの箱も見てください",
            f"{server} took it: look whether it arrived, in the spam folder, too",
        )
    file = settings.sink_dir / f"{letter.id}.eml"
    return Said(
        f"どこにも送らず、ファイルに書きました（YUI_MAIL_CHANNEL=sink）：\n  {file}", "kept in that file, not sent"
    )


_REFUSED = Said(
    "メールサーバーが断りました。宛先と YUI_MAIL_FROM を確かめてください",
    "the mail server refuses it: look at the address and at YUI_MAIL_FROM",
)
_LATER = Said(
    "メールサーバーが今は受け取りません。10分ほどして、もう一度",
    "the mail server does not take it now: try again later",
)
