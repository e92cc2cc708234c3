"""`yui doctor`: what is wrong, and what to do about it. It only looks."""

from collections.abc import Sequence

from services.catalogue import all_services
from services.doctor.bus import look_at_bus
from services.doctor.databases import look_at_accounts, look_at_database
from services.doctor.files import look_at_files
from services.doctor.finding import Finding
from services.doctor.risks import look_at_settings
from services.doctor.versions import versions

__all__ = ["PARTS", "Finding", "examine"]

BUS, FRONT = "bus", "portal"
PARTS = (BUS, FRONT, *(service.name for service in all_services()))


async def examine(nats_url: str, only: Sequence[str] = PARTS) -> list[Finding]:
    """Look at versions, settings, files, the bus and the databases, as far as they belong to the parts in `only`.

    In a container a process sees its own database, keys and durables and nobody else's: each is asked by itself.
    """
    services = [service for service in all_services() if service.name in only]
    findings = [versions(), *look_at_settings(only), *look_at_files(only)]
    findings += await look_at_bus(nats_url, services, everything=BUS in only)
    if FRONT in only:
        findings += await look_at_accounts()
    for service in services:
        findings += await look_at_database(service)
    return findings
