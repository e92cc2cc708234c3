"""What the embedded server refuses before it starts."""

from pathlib import Path

import pytest

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
