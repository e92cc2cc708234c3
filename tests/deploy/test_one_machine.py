"""The files for a town on one machine: units for systemd, a file for Caddy, settings that exist."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from services.documents import ROOT
from services.intake.settings import Settings as IntakeSettings
from services.listening import Settings as Process
from services.meetings.settings import Settings as MeetingsSettings
from services.notify.settings import Settings as NotifySettings
from services.programs.settings import Settings as ProgramsSettings

HERE = ROOT / "deploy" / "systemd"
UNITS = sorted([*HERE.glob("*.service"), *HERE.glob("*.timer")])
SETTINGS = (IntakeSettings, MeetingsSettings, ProgramsSettings, NotifySettings, Process)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd")
def test_systemd_reads_the_units_without_a_word(tmp_path: Path) -> None:
    """As they are, but for the places of this checkout."""
    for unit in UNITS:
        said = unit.read_text(encoding="utf-8").replace("/opt/yui/.venv/bin/yui", sys.executable)
        (tmp_path / unit.name).write_text(re.sub(r"^(User|Group)=yui$", r"\1=root", said, flags=re.MULTILINE))
    asked = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))]
    answer = subprocess.run(asked, capture_output=True, text=True, timeout=60)  # noqa: S603  # our own words
    about_ours = [line for line in answer.stderr.splitlines() if str(tmp_path) in line or "yui" in line]
    assert (answer.returncode, about_ours) == (0, [])


def test_the_nightly_copy_is_of_the_folder_that_the_town_lives_in() -> None:
    said = {unit.name: unit.read_text(encoding="utf-8") for unit in UNITS}
    folder = r"--data (\S+)$"
    lives = re.findall(folder, said["yui.service"], re.MULTILINE)
    assert lives == re.findall(folder, said["yui-backup.service"], re.MULTILINE) != []
    town = (HERE / "town").read_text(encoding="utf-8")
    assert lives == re.findall(folder, town, re.MULTILINE)
    assert re.findall(r"YUI_SECRETS_DIR=\S+", town) == re.findall(r"YUI_SECRETS_DIR=\S+", said["yui.service"])
    for unit in ("yui.service", "yui-backup.service"):
        assert "User=yui\n" in said[unit]
        assert "UMask=0077\n" in said[unit]
        assert f"StateDirectory={lives[0].split('/')[3]}\nStateDirectoryMode=0700\n" in said[unit]


def test_every_setting_of_the_example_exists() -> None:
    named = re.findall(r"^#?(YUI_\w+)=", (HERE / "yui.env").read_text(encoding="utf-8"), re.MULTILINE)
    known = {f"YUI_{name.upper()}" for settings in SETTINGS for name in settings.model_fields}
    assert len(named) > 8
    assert set(named) - known == set()


def test_caddy_reads_its_file_and_keeps_what_is_not_for_people() -> None:
    said = (HERE / "Caddyfile").read_text(encoding="utf-8")
    ours, file = str(Path(sys.executable).parent / "caddy"), str(HERE / "Caddyfile")
    asked = [[ours, "fmt", "--diff", file], [ours, "adapt", "--config", file, "--adapter", "caddyfile"]]
    if debians := shutil.which("caddy", path="/usr/bin"):  # older, and what the guide installs
        asked.append([debians, "adapt", "--config", file, "--adapter", "caddyfile"])
    for words in asked:
        answer = subprocess.run(words, capture_output=True, text=True, timeout=60)  # noqa: S603  # our own words
        assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "access" not in re.sub(r"#.*", "", said)
    assert "respond @inside 404" in said
