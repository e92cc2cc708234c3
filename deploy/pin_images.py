#!/usr/bin/env python3
"""`make pin-images`: write the digest of every image into compose.yaml and deploy/Dockerfile.

A tag can be moved to other bytes; a digest can't. Asks the registry by skopeo, or by docker where there is no skopeo;
it needs one of them and the network. Running it again after a tag was changed writes the new tag's digest.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = (ROOT / "compose.yaml", ROOT / "deploy" / "Dockerfile")
# `image: nats:2.15.1-alpine` and `FROM python:3.11…`, with or without a digest; not our own image.
NAMED = re.compile(r"^(?P<before>\s*image:\s+|FROM )(?P<name>(?!yui:)[\w./-]+:[\w.-]+)(?:@sha256:[0-9a-f]{64})?", re.M)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def client() -> list[str]:
    """The words that ask a registry for a digest; the image's name comes after them."""
    if shutil.which("skopeo"):
        return ["skopeo", "inspect", "--format", "{{.Digest}}"]
    if shutil.which("docker"):
        return ["docker", "buildx", "imagetools", "inspect", "--format", "{{.Manifest.Digest}}"]
    sys.exit("neither skopeo nor docker is here: install one and run this again")


def digest_of(name: str) -> str:
    """`sha256:…` of the image, which holds for all processor kinds it is made for."""
    words = client()
    asked = [*words, f"docker://docker.io/{_whole(name)}" if words[0] == "skopeo" else name]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    found = DIGEST.search(said.stdout)
    if said.returncode != 0 or found is None:
        sys.exit(f"no digest for {name}: {said.stderr.strip() or said.stdout.strip()}")
    return found[0]


def _whole(name: str) -> str:
    """Docker's own images have no owner in their short names."""
    return name if "/" in name else f"library/{name}"


def pinned(text: str, digest: Callable[[str], str]) -> str:
    """`text` with each image's digest beside its tag."""
    return NAMED.sub(lambda found: f"{found['before']}{found['name']}@{digest(found['name'])}", text)


def main() -> None:
    """All or nothing: a registry that does not answer leaves the files as they were."""
    known: dict[str, str] = {}

    def digest(name: str) -> str:
        if name not in known:
            known[name] = digest_of(name)
            sys.stdout.write(f"{name} {known[name]}\n")
        return known[name]

    made = {path: pinned(path.read_text(encoding="utf-8"), digest) for path in FILES}
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
