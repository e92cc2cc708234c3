"""Settings that risk data or mislead people; each is right somewhere, none in a town hall."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from services.doctor.finding import Finding, Said, plain
from services.notify.settings import Settings as NotifySettings
from services.portal import Settings as PortalSettings
from shared.settings import ServiceSettings

ALL_WELL = Finding(Said("設定", "settings"), Said("あぶないものはありません", "nothing that risks data"))
DEMO_OFF = Said(
    "ほんとうの人を入れる前に切ってください。\nパスワードがログインの画面に書いてあります",
    "switch it off before real people are entered:\nits passwords stand on a page",
)
TYPED = Said(
    "町の人が開くアドレスにしてください。メールにこのまま載ります",
    "name the address people type: it stands in every mail",
)
BY_HTTPS = Said(
    "https にしてください。いまは通り道でだれでも読めます",
    "serve it by https: sessions and feeds travel in the open",
)
ONLY_BY_HTTPS = Said("true にしてください（https の町なので）", "set it to true: people reach the town by https")
BUS_USER = Said("サービスごとのユーザーを書いてください", "give each service its user: the bus is on the network")
SMTP = Said(
    "smtp にしてください。いまのメールはだれにも届きません", "set smtp: nobody gets the mails that are written now"
)
SENDER = Said(
    "町のアドレスにしてください。このままでは受け取ってもらえません",
    "name the town's own sender, else mails are refused",
)
TLS = Said("starttls か tls にしてください。途中で読まれます", "set starttls or tls: mails cross a network in the open")


def look_at_settings(only: Sequence[str]) -> list[Finding]:
    """As the environment has them now."""
    shared, front = ServiceSettings(), PortalSettings()
    found = list(risks_of_all(shared, demo=front.demo))
    if "notify" in only and not front.demo:
        found += risks_of_mails(NotifySettings())
    return found or [ALL_WELL]


def risks_of_all(settings: ServiceSettings, *, demo: bool) -> Iterator[Finding]:
    """What every process is told."""
    if demo:
        yield _risk("YUI_DEMO", "true", DEMO_OFF)
        return
    address = urlsplit(settings.public_url)
    if is_here(address.hostname or ""):
        yield _risk("YUI_PUBLIC_URL", settings.public_url, TYPED)
    elif address.scheme != "https":
        yield _risk("YUI_PUBLIC_URL", settings.public_url, BY_HTTPS)
    elif not settings.secure_cookies:
        yield _risk("YUI_SECURE_COOKIES", "false", ONLY_BY_HTTPS)
    if settings.nats_user is None and not is_here(urlsplit(settings.nats_url).hostname or ""):
        yield Finding(plain("YUI_NATS_USER"), Said("ありません", "not set"), BUS_USER)


def risks_of_mails(settings: NotifySettings) -> Iterator[Finding]:
    """What notify is told."""
    if settings.mail_channel == "sink":
        yield _risk("YUI_MAIL_CHANNEL", "sink", SMTP)
        return
    if "localhost" in settings.mail_from:
        yield _risk("YUI_MAIL_FROM", settings.mail_from, SENDER)
    if settings.smtp_tls == "none" and not is_here(settings.smtp_host):
        yield _risk("YUI_SMTP_TLS", "none", TLS)


def _risk(name: str, value: str, remedy: Said) -> Finding:
    return Finding(plain(name), plain(value), remedy)


def is_here(host: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in {"", "localhost"} or host.endswith(".localdomain")
