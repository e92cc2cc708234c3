"""What a running town leaves for its tools: all it was told, and no secret."""

import os
import stat
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from services.settings_file import NAME, Told, hear, left_for_tools, read_told
from services.variables import Variable

TOLD = {
    "YUI_PORT": "8123", "YUI_PUBLIC_URL": "https://yui.town.example", "YUI_DEMO": "true",
    "YUI_ORGANISERS_REMINDED_AT": "06:30", "YUI_SMTP_USER": "yui", "YUI_SMTP_PASSWORD": "unspoken-one",
    "YUI_INTAKE_DATABASE_URL": "postgresql+asyncpg://yui:unspoken-two@db/intake",
    "YUI_NATS_URL": "nats://yui:unspoken-three@127.0.0.1:4222", "YUI_NATS_PASSWORD": "unspoken-four",
}  # fmt: skip
UNSPOKEN = {"YUI_SMTP_PASSWORD", "YUI_INTAKE_DATABASE_URL", "YUI_NATS_PASSWORD"}


@pytest.fixture
def only_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("YUI_")]:
        monkeypatch.delenv(name)
    for name, value in {**TOLD, "YUI_SECRETS_DIR": str(tmp_path / "none")}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("only_told")
def test_what_is_left_holds_no_secret(tmp_path: Path) -> None:
    with left_for_tools(tmp_path / "data"):
        told = read_told(tmp_path / "data")
    left = tmp_path / "data" / NAME
    assert "unspoken" not in left.read_text()
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    assert told is not None
    assert set(told.secrets) == UNSPOKEN, "the bus's address stands in nats.url"
    assert (told.settings["YUI_PORT"], told.settings["YUI_ORGANISERS_REMINDED_AT"]) == ("8123", "06:30:00")


@pytest.mark.usefixtures("only_told")
def test_whether_it_runs_is_known_from_the_lock(tmp_path: Path) -> None:
    assert read_told(tmp_path) is None
    with left_for_tools(tmp_path):
        running = read_told(tmp_path)
    stopped = read_told(tmp_path)
    assert running is not None
    assert stopped is not None
    assert (running.is_running, stopped.is_running) == (True, False)


@pytest.mark.usefixtures("only_told")
def test_a_running_towns_words_win_over_the_shells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with left_for_tools(tmp_path):
        told = read_told(tmp_path)
        assert told
        for name in TOLD:
            monkeypatch.delenv(name)
        monkeypatch.setenv("YUI_PORT", "9999")
        monkeypatch.setenv("YUI_MAIL_CHANNEL", "smtp")
        monkeypatch.setenv("YUI_SMTP_PASSWORD", "known here")
        unknown = hear(told, tmp_path)
    assert os.environ["YUI_PORT"] == "8123"
    assert "YUI_MAIL_CHANNEL" not in os.environ, "the town never heard of it"
    assert os.environ["YUI_SMTP_PASSWORD"].startswith("known")
    assert set(unknown) == UNSPOKEN - {"YUI_SMTP_PASSWORD"}


@pytest.mark.usefixtures("only_told")
def test_a_stopped_towns_words_fill_in_what_the_shell_leaves_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with left_for_tools(tmp_path):
        pass
    told = read_told(tmp_path)
    assert told
    monkeypatch.setenv("YUI_PORT", "9999")
    monkeypatch.delenv("YUI_PUBLIC_URL")
    hear(told, tmp_path)
    assert (os.environ["YUI_PORT"], os.environ["YUI_PUBLIC_URL"]) == ("9999", "https://yui.town.example")


def test_a_folder_that_was_copied_is_looked_at_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith("YUI_")]:
        monkeypatch.delenv(name)
    before = {"YUI_DATA_DIR": "/old/town", "YUI_INTAKE_DATABASE_URL": "sqlite:////old/town/intake.sqlite"}
    told = Told({**before, "YUI_KEY_FILE": "/old/town-keys/intake.json", "YUI_PORT": "8123"}, [], is_running=False)
    with monkeypatch.context() as patch:
        patch.setenv("YUI_PORT", "8123")
        hear(told, tmp_path)
        assert {name for name in os.environ if name.startswith("YUI_")} == {"YUI_PORT"}


@pytest.mark.parametrize(
    "value",
    [
        "postgresql+asyncpg:///intake?host=db&user=u&password=p",
        "https://collector.example/v1?key=p",
        "nats://u:p@bus:4222",
    ],
)
def test_whatever_may_hold_a_password_is_a_secret(value: str) -> None:
    assert Variable("YUI_ANY", FieldInfo(), value).is_secret
    assert not Variable("YUI_ANY", FieldInfo(), "https://yui.town.example").is_secret
    assert not Variable("YUI_ANY", FieldInfo(), "sqlite:///var/intake.sqlite").is_secret
