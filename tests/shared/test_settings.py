"""Settings come from the environment, and secrets from files."""

from pathlib import Path

import pytest

from services.intake.settings import Settings
from shared import settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("YUI_SECRETS_DIR", raising=False)
    monkeypatch.setattr(settings, "ENGINES_SECRETS", tmp_path)
    (tmp_path / "yui_nats_password").write_text("kept in a file\n")
    (tmp_path / "yui_intake_database_url").write_text("postgresql+asyncpg://intake:secret@postgres/intake")
    return tmp_path


def password_of(read: Settings) -> str | None:
    return read.nats_password.get_secret_value() if read.nats_password else None


@pytest.mark.usefixtures("folder")
def test_secrets_are_read_where_container_engines_put_them() -> None:
    read = Settings()
    assert password_of(read) == "kept in a file"
    assert read.intake_database_url.endswith("@postgres/intake")


@pytest.mark.usefixtures("folder")
def test_the_environment_wins_over_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUI_NATS_PASSWORD", "said")
    assert password_of(Settings()) == "said"


@pytest.mark.usefixtures("folder")
def test_another_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "yui_nats_password").write_text("elsewhere")
    monkeypatch.setenv("YUI_SECRETS_DIR", str(other))
    assert password_of(Settings()) == "elsewhere"


def test_without_such_a_folder_the_environment_is_all_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUI_SECRETS_DIR", str(tmp_path / "none"))
    monkeypatch.delenv("YUI_NATS_PASSWORD", raising=False)
    assert password_of(Settings()) is None
