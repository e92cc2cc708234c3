"""The machine under a process: room on its disk, when its rows were last saved, when its certificate ends."""

import asyncio
import shutil
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from prometheus_client import CollectorRegistry, Gauge, ProcessCollector

log = structlog.get_logger()

CERTIFICATE_SECONDS = 3600.0
PATIENCE_SECONDS = 10.0
LAST_BACKUP = "last-backup"  # in the data folder; its time is when the last whole backup was made
CERTIFICATE_ENDS = "yui_certificate_expiry_timestamp_seconds"


class Machine:
    """What `/process/metrics` shows. Where each process has a folder of its own, only one sees backups: take `max`."""

    def __init__(self, data_dir: Path) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._gauge("yui_disk_available_bytes", "Room left on the disk of this process's data folder.").set_function(
            lambda: shutil.disk_usage(existing(data_dir)).free
        )
        self._gauge("yui_disk_size_bytes", "Size of the disk of this process's data folder.").set_function(
            lambda: shutil.disk_usage(existing(data_dir)).total
        )
        self._gauge(
            "yui_backup_last_success_timestamp_seconds",
            "When the last whole backup was made; 0: never, or this process can't see it.",
        ).set_function(lambda: last_backup(data_dir))
        self.certificate = Gauge(
            CERTIFICATE_ENDS, "When the certificate of the town's address ends, where somebody looks at it.", ["host"],
            registry=self.registry,
        )  # fmt: skip

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(name, meaning, registry=self.registry)


def last_backup(data_dir: Path) -> float:
    """When the last whole backup was made, as a timestamp; 0 for never."""
    stamp = data_dir / LAST_BACKUP
    return stamp.stat().st_mtime if stamp.exists() else 0.0


def existing(folder: Path) -> Path:
    """The folder, or the nearest above it that there is."""
    return next(each for each in (folder.resolve(), *folder.resolve().parents) if each.exists())


async def keep_certificate(machine: Machine, public_url: str, shown_at: str) -> None:
    """Look every hour at the certificate that people are shown, until cancelled.

    `shown_at`: host and port where the proxy answers; empty, or a town without https: nobody looks. While the proxy
    does not answer, what was seen last is shown.
    """
    host = urlsplit(public_url).hostname or ""
    if not shown_at or urlsplit(public_url).scheme != "https":
        return
    while True:
        try:
            ends = await certificate_end(shown_at, host)  # first: a label that is named shows 0 at once
            machine.certificate.labels(host).set(ends)
        except (OSError, TimeoutError, ValueError) as error:
            log.warning("certificate not seen", at=shown_at, error=type(error).__name__)
        await asyncio.sleep(CERTIFICATE_SECONDS)


async def certificate_end(shown_at: str, host: str) -> float:
    """When the certificate that `shown_at` shows for `host` ends, as a timestamp. It need not be a trusted one.

    Raises OSError, TimeoutError or ValueError where none is shown.
    """
    address, _, port = shown_at.rpartition(":")
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # we read it; whether to trust it is browsers'
    async with asyncio.timeout(PATIENCE_SECONDS):
        _, writer = await asyncio.open_connection(address, int(port), ssl=context, server_hostname=host)
    try:
        shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    finally:
        writer.transport.abort()
    from cryptography import x509  # noqa: PLC0415  # four MiB that only a town with https needs

    return x509.load_der_x509_certificate(shown).not_valid_after_utc.timestamp()
