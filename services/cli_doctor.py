"""`yui doctor` and `yui mail-test`: whether the town is well, and whether its mails arrive."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli_ground import DataDir, require_town, say
from services.local import place_environment
from services.refused import Refused

if TYPE_CHECKING:
    from services.settings_file import Told


def doctor(
    data: DataDir = Path("var"),
    nats_url: str = "",
    only: Annotated[list[str] | None, typer.Option(help="bus, portal or a service; all unless said")] = None,
) -> None:
    """Say what is wrong and what to do about it; exit code 1 when anything is."""
    from services.doctor import PARTS, examine
    from services.doctor.mistakes import mistakes
    from services.doctor.printed import last_line, lines_of

    if unlisted := set(only or ()) - set(PARTS):
        raise typer.BadParameter(f"{', '.join(sorted(unlisted))}: choose among {', '.join(PARTS)}")
    of_shell = mistakes()
    told, unknown = _heard(data, nats_url)
    findings = asyncio.run(examine("", only or PARTS, told=told, unknown=unknown, of_shell=of_shell))
    for line in (line for finding in findings for line in lines_of(finding)):
        say(line)
    say(last_line(findings))
    raise typer.Exit(1 if any(finding.remedy.ja for finding in findings) else 0)


def _heard(data: Path, nats_url: str) -> "tuple[Told | None, list[str]]":
    """What the town in `data` was told, now this process's environment, too; beside it the secrets not known here."""
    from services.settings_file import hear, read_told

    require_town(data)
    told = read_told(data)
    unknown = hear(told, data) if told else []
    place_environment(data, nats_url)
    return told, unknown


def mail_test(address: Annotated[str, typer.Argument(help="to whom")], data: DataDir = Path("var")) -> None:
    """Send one mail that says nothing of anybody, to see whether mails arrive; exit code 1 when it does not leave."""
    import re

    from services.doctor import Running
    from services.doctor.mistakes import mistakes
    from services.mail_test import send_test_mail
    from services.notify.settings import Settings
    from shared.clock import utc_now
    from shared.towns.town import MAIL

    if not re.fullmatch(MAIL, address):
        raise typer.BadParameter("メールアドレスを書いてください / write a mail address: name@town.example")
    _, unknown = _heard(data, "")
    if wrong := [name for name in (*unknown, *mistakes()) if name.startswith(("YUI_MAIL_", "YUI_SMTP_"))]:
        names = ", ".join(wrong)
        raise Refused(f"{names} が分かりません。yui doctor が教えます", f"{names}: `yui doctor` says what is wrong")
    settings = Settings()
    where = asyncio.run(send_test_mail(settings, address, Running.of(settings), now=utc_now()))
    say(f"✓ {where.ja}\n  {where.en}")
