"""`yui doctor`: what is wrong, and what to do about it. It only looks."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from services.catalogue import all_services
from services.doctor.bus import look_at_bus
from services.doctor.databases import look_at_accounts, look_at_database
from services.doctor.files import look_at_files
from services.doctor.finding import Finding, Running, Said
from services.doctor.mails import look_at_mail_server
from services.doctor.mistakes import as_if_unset, mistakes
from services.doctor.risks import look_at_settings
from services.doctor.town import look_at_town
from services.doctor.versions import versions
from services.notify.settings import Settings as NotifySettings
from services.settings_file import Told
from shared.contracts.catalogue import SERVICES
from shared.settings import ServiceSettings, bus_address

__all__ = ["PARTS", "Finding", "Running", "Said", "examine"]

BUS, FRONT = "bus", "portal"
PARTS = (BUS, FRONT, *SERVICES)


async def examine(
    nats_url: str = "",
    only: Sequence[str] = PARTS,
    *,
    told: Told | None = None,
    unknown: Sequence[str] = (),
    of_shell: Mapping[str, Finding] = MappingProxyType({}),
) -> list[Finding]:
    """Look at versions, settings, files, the bus, the databases and the mail server, as far as the parts in `only` go.

    In a container a process sees its own database, keys and durables and nobody else's: each is asked by itself.
    A setting that can't be read is taken for unset, so that the rest is still looked at. `told` is what a town of this
    machine works with, `unknown` its secrets that this process has not; `of_shell` was found before it was heard.
    """
    wrong = mistakes()
    with as_if_unset(wrong):
        blind, run = {*wrong, *unknown}, Running.of(ServiceSettings())
        findings = [versions(), *(look_at_town(told, unknown, run) if told else ()), *{**of_shell, **wrong}.values()]
        findings += [each for each in look_at_settings(only) if each.what.en not in wrong]
        findings += look_at_files(only, run)
        if (told is None or told.is_running) and not any(name.startswith("YUI_NATS_") for name in blind):
            findings += await _bus(nats_url or bus_address(ServiceSettings()), only, run)
        findings += await _databases(only, run, blind)
        if "notify" in only and not any(name.startswith("YUI_SMTP_") for name in blind):
            findings += await look_at_mail_server(NotifySettings(), run)
    return findings


async def _bus(nats_url: str, only: Sequence[str], run: Running) -> list[Finding]:
    services = [service for service in all_services() if service.name in only]
    return await look_at_bus(nats_url, services, run, everything=BUS in only)


async def _databases(only: Sequence[str], run: Running, blind: Collection[str]) -> list[Finding]:
    found: list[Finding] = []
    if FRONT in only and "YUI_AUTH_DATABASE_URL" not in blind:
        found += await look_at_accounts(run)
    for service in all_services():
        if service.name in only and f"YUI_{service.name.upper()}_DATABASE_URL" not in blind:
            found += await look_at_database(service, run)
    return found
