"""`make pin-images`, with a stand-in for the registry client: no real registry was ever asked from here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from services.documents import ROOT

DIGEST = "sha256:" + "ab" * 32
OTHER = "sha256:" + "cd" * 32


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A copy that may be written."""
    (tmp_path / "deploy").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "compose.yaml", tmp_path)
    for name in ("Dockerfile", "pin_images.py"):
        shutil.copy(ROOT / "deploy" / name, tmp_path / "deploy")
    return tmp_path


def stand_in(here: Path, name: str, script: str) -> None:
    program = here / "bin" / name
    program.write_text(f'#!/bin/sh\necho "$@" >> {here}/asked\n{script}\n')
    program.chmod(0o755)


def pin(here: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own script
        [sys.executable, here / "deploy" / "pin_images.py"], env={"PATH": f"{here}/bin:/usr/bin:/bin"}, text=True,
        capture_output=True, timeout=30, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("client", ["skopeo", "docker"])
def test_every_foreign_image_gets_its_digest_and_ours_none(here: Path, client: str) -> None:
    stand_in(here, client, f"echo {DIGEST}")
    assert pin(here).returncode == 0
    lines = [
        line.strip() for line in (here / "compose.yaml").read_text().splitlines() if line.strip().startswith("image:")
    ]
    assert [line for line in lines if not line.endswith(f"@{DIGEST}")] == ["image: yui:${YUI_VERSION:-local}"]
    bases = [line for line in (here / "deploy" / "Dockerfile").read_text().splitlines() if line.startswith("FROM")]
    assert bases[0].endswith(f"@{DIGEST} AS build")
    assert bases[1].endswith(f"@{DIGEST}")
    asked = (here / "asked").read_text()
    assert ("docker://docker.io/library/nats:2.15.1-alpine" in asked) is (client == "skopeo")
    assert len(asked.splitlines()) == len(lines)  # ours is not asked for, the Dockerfile's is


def test_running_it_again_replaces_the_digest(here: Path) -> None:
    stand_in(here, "skopeo", f"echo {DIGEST}")
    pin(here)
    stand_in(here, "skopeo", f"echo {OTHER}")
    pin(here)
    said = (here / "compose.yaml").read_text() + (here / "deploy" / "Dockerfile").read_text()
    assert DIGEST not in said
    assert said.count(OTHER) > 9


def test_a_registry_that_does_not_answer_changes_nothing(here: Path) -> None:
    before = (here / "compose.yaml").read_text()
    stand_in(here, "skopeo", f'case "$*" in *caddy*) echo "no such image" >&2; exit 1;; *) echo {DIGEST};; esac')
    answer = pin(here)
    assert answer.returncode == 1
    assert "caddy" in answer.stderr
    assert (here / "compose.yaml").read_text() == before


def test_without_a_client_it_says_what_is_missing(here: Path) -> None:
    if shutil.which("skopeo", path="/usr/bin:/bin") or shutil.which("docker", path=os.defpath):
        pytest.skip("this machine has a client")
    answer = pin(here)
    assert answer.returncode == 1
    assert "skopeo" in answer.stderr
