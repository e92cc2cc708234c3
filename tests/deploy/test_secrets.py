"""`make secrets`: what compose.yaml needs beside it, made once."""

import os
import shutil
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli import app
from services.documents import ROOT
from services.secret_files import BUS_USERS, CONTAINER_USER, make_place
from shared.sealed import KeyFile
from tests.deploy import compose


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A checkout, as far as this matters."""
    shutil.copy(ROOT / "compose.yaml", tmp_path)
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "env.example", tmp_path / "deploy")
    return tmp_path


def contents(here: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((here / "secrets").rglob("*")) if path.is_file()}


def test_everything_that_compose_mounts_is_made(here: Path) -> None:
    make_place(here)
    mounts = [mount for service in compose.services(here).values() for mount in service.mounts]
    wanted = {mount.source for mount in mounts if {"secrets", "volumes"} & set(mount.source.relative_to(here).parts)}
    assert len(wanted) > 20
    assert [str(path) for path in wanted if not path.exists()] == []


def test_secrets_are_their_owners_alone(here: Path) -> None:
    make_place(here)
    owner = CONTAINER_USER if os.geteuid() == 0 else os.geteuid()
    for path in (here / "secrets", *(here / "secrets").rglob("*"), *(here / "volumes").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
        assert path.stat().st_uid == owner, path
    assert stat.S_IMODE((here / ".env").stat().st_mode) == 0o600
    assert f"YUI_UID={owner}" in (here / ".env").read_text()


def test_nothing_is_overwritten(here: Path) -> None:
    assert len(make_place(here)) > 15
    before, settings = contents(here), here / ".env"
    settings.write_text("YUI_DEMO=true\n")
    assert make_place(here) == []
    assert contents(here) == before
    assert settings.read_text() == "YUI_DEMO=true\n"


def test_a_password_is_changed_by_deleting_its_file(here: Path) -> None:
    make_place(here)
    folder = here / "secrets"
    old = (folder / "nats_notify_password").read_text()
    before = contents(here)
    (folder / "nats_notify_password").unlink()
    assert [path.name for path in make_place(here)] == ["nats_notify_password"]
    new = (folder / "nats_notify_password").read_text()
    assert new != old
    assert f'NOTIFY_PASSWORD: "{new}"' in (folder / "nats_passwords.conf").read_text()
    changed = {Path(name).name for name, content in contents(here).items() if before[name] != content}
    assert changed == {"nats_notify_password", "nats_passwords.conf"}


def test_each_file_says_what_its_reader_expects(here: Path) -> None:
    make_place(here)
    folder = here / "secrets"
    password = (folder / "postgres_intake_password").read_text()
    url = f"postgresql+asyncpg://intake:{password}@postgres:5432/intake"
    assert (folder / "intake_database_url").read_text() == url
    assert f"intake {password}\n" in (folder / "postgres_roles").read_text()
    assert (folder / "auth_reader_database_url").read_text().endswith("@postgres:5432/auth")
    assert len({(folder / f"nats_{user}_password").read_text() for user in BUS_USERS}) == len(BUS_USERS)
    for service in ("intake", "meetings", "programs", "notify"):
        assert len(KeyFile(folder / "keys" / service / f"{service}.json").key("k1")) == 32


def test_the_command_says_what_it_made_and_no_secret(here: Path) -> None:
    answer = CliRunner().invoke(app, ["secrets", "--root", str(here)])
    assert answer.exit_code == 0, answer.output
    said = answer.output.replace("\n", "")
    assert "nats_intake_password" in said
    assert not [
        each for each in (here / "secrets").glob("*_password") if each.stat().st_size and each.read_text() in said
    ]


def test_a_folder_without_compose_yaml_is_refused(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["secrets", "--root", str(tmp_path)]).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_what_is_made_is_never_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"secrets/", "volumes/", ".env"} <= set(ignored)
