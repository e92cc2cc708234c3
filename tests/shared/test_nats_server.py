"""What the embedded server refuses before it starts."""

from pathlib import Path

import pytest
from nats.aio.client import Client
from nats.errors import Error

from shared.nats_server import NatsServer, NatsServerError, refuse_old, server_binary, server_version


def test_old_servers_are_refused() -> None:
    for version in ((2, 15, 1), (2, 16, 0), (3, 0, 0)):
        refuse_old(version)
    for version in ((2, 15, 0), (2, 9, 99), (1, 16, 2)):
        with pytest.raises(NatsServerError, match="older"):
            refuse_old(version)
    refuse_old(server_version(server_binary()))


async def test_a_key_beside_the_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NatsServerError, match="outside"):
        await NatsServer(tmp_path, key_file=tmp_path / "sub" / "key").start()


async def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("secret")
    key.chmod(0o640)
    with pytest.raises(NatsServerError, match="chmod 600"):
        await NatsServer(tmp_path / "data", key_file=key).start()


async def test_a_locked_server_lets_in_who_knows_its_address_and_nobody_else(tmp_path: Path) -> None:
    """Another user of the same machine can reach loopback too."""
    async with NatsServer(tmp_path, locked=True) as server:
        knows = Client()
        await knows.connect(server.url)
        await knows.close()
        password = server.url.partition("@")[0].rpartition(":")[2]
        assert password not in (tmp_path / "nats.conf").read_text()
        stranger = Client()
        with pytest.raises(Error, match=r"(?i)authorization|no servers"):
            await stranger.connect(f"nats://127.0.0.1:{server.port}", allow_reconnect=False, error_cb=_unheard)
        await stranger.close()


async def _unheard(_error: Exception) -> None:
    return None
