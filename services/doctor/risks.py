"""Settings that risk data or mislead people; each is right somewhere, none in a town hall."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from services.doctor.finding import Finding
from services.notify.settings import Settings as NotifySettings
from services.portal import Settings as PortalSettings
from shared.settings import ServiceSettings


def look_at_settings(only: Sequence[str]) -> list[Finding]:
    """As the environment has them now."""
    shared, front = ServiceSettings(), PortalSettings()
    found = list(risks_of_all(shared, demo=front.demo))
    if "notify" in only and not front.demo:
        found += risks_of_mails(NotifySettings())
    return found or [Finding("settings", "nothing that risks data")]


def risks_of_all(settings: ServiceSettings, *, demo: bool) -> Iterator[Finding]:
    """What every process is told."""
    if demo:
        yield Finding("YUI_DEMO", "true", "switch it off before real people are entered: its passwords stand on a page")
        return
    address = urlsplit(settings.public_url)
    if is_here(address.hostname or ""):
        yield Finding("YUI_PUBLIC_URL", settings.public_url, "name the address people type: it stands in every mail")
    elif address.scheme != "https":
        yield Finding("YUI_PUBLIC_URL", settings.public_url, "serve it by https: sessions and feeds travel in the open")
    elif not settings.secure_cookies:
        yield Finding("YUI_SECURE_COOKIES", "false", "set it to true: people reach the town by https")
    if settings.nats_user is None and not is_here(urlsplit(settings.nats_url).hostname or ""):
        yield Finding("YUI_NATS_USER", "not set", "give each service its user: the bus is on the network")


def risks_of_mails(settings: NotifySettings) -> Iterator[Finding]:
    """What notify is told."""
    if settings.mail_channel == "sink":
        yield Finding("YUI_MAIL_CHANNEL", "sink", "set smtp: nobody gets the mails that are written now")
        return
    if "localhost" in settings.mail_from:
        yield Finding("YUI_MAIL_FROM", settings.mail_from, "name the town's own sender, else mails are refused")
    if settings.smtp_tls == "none" and not is_here(settings.smtp_host):
        yield Finding("YUI_SMTP_TLS", "none", "set starttls or tls: mails cross a network in the open")


def is_here(host: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in {"", "localhost"} or host.endswith(".localdomain")
