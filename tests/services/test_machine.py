"""What a process says of its machine."""

import asyncio
import os
import shutil
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.machine import CERTIFICATE_ENDS, LAST_BACKUP, Machine, certificate_end, keep_certificate
from shared.timers import end_all

ENDS = datetime(2027, 1, 20, 12, tzinfo=UTC)
HOST = "yui.town.example"


@pytest.fixture
async def proxy(tmp_path: Path) -> AsyncIterator[str]:
    """Somebody who shows a certificate that nobody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    unsigned = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    unsigned = unsigned.serial_number(1).not_valid_before(ENDS - timedelta(days=90)).not_valid_after(ENDS)
    pem = unsigned.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    pem += key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "both.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")

    async def nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(nothing, "127.0.0.1", 0, ssl=context)
    yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


def shown(machine: Machine) -> float | None:
    return machine.registry.get_sample_value(CERTIFICATE_ENDS, {"host": HOST})


async def test_the_end_of_a_certificate_is_seen(proxy: str) -> None:
    machine = Machine(Path())
    looking = asyncio.create_task(keep_certificate(machine, f"https://{HOST}", proxy))
    async with asyncio.timeout(5):
        while shown(machine) is None:  # noqa: ASYNC110  # a gauge has no event to wait for
            await asyncio.sleep(0.01)
    await end_all([looking])
    assert shown(machine) == ENDS.timestamp()


@pytest.mark.parametrize(("url", "at"), [("http://127.0.0.1:8080", "127.0.0.1:1"), (f"https://{HOST}", "")])
async def test_without_https_or_a_proxy_nobody_looks(url: str, at: str) -> None:
    machine = Machine(Path())
    await asyncio.wait_for(keep_certificate(machine, url, at), 1)
    assert shown(machine) is None


async def test_a_proxy_that_is_away_shows_nothing_and_ends_nothing(proxy: str) -> None:
    with pytest.raises(ConnectionRefusedError):
        await certificate_end("127.0.0.1:1", HOST)
    machine = Machine(Path())
    looking = asyncio.create_task(keep_certificate(machine, f"https://{HOST}", "127.0.0.1:1"))
    await asyncio.sleep(0.2)
    assert not looking.done()
    assert shown(machine) is None
    await end_all([looking])


def test_room_on_the_disk_of_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    registry = Machine(tmp_path / "var" / "deep").registry
    usage = shutil.disk_usage(tmp_path)
    assert registry.get_sample_value("yui_disk_size_bytes") == usage.total
    assert registry.get_sample_value("yui_disk_available_bytes") == pytest.approx(usage.free, rel=0.05)


def test_the_last_backup_is_when_its_mark_was_made(tmp_path: Path) -> None:
    registry = Machine(tmp_path).registry
    name = "yui_backup_last_success_timestamp_seconds"
    assert registry.get_sample_value(name) == 0
    (tmp_path / LAST_BACKUP).touch()
    os.utime(tmp_path / LAST_BACKUP, (1_800_000_000, 1_800_000_000))
    assert registry.get_sample_value(name) == 1_800_000_000
