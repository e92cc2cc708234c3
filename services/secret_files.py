"""The secrets of compose.yaml as files: made once, never overwritten, readable by their owner alone.

A password stands in one file of its own; files that several passwords go into (the bus's list, database URLs) are
written anew from those each time. So a password is changed by deleting its file and making the secrets again.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from shared.private_file import write_private
from shared.sealed import KeyFile

SERVICES = ("intake", "meetings", "programs", "notify")
BUS_USERS = (*SERVICES, "topology")
# `auth` owns the accounts' database and only the front door uses it; the services read there as `auth_reader`.
DATABASE_USERS = {"auth": "auth", "auth_reader": "auth", **{name: name for name in SERVICES}}
VOLUMES = ("nats", "postgres", "notify", "caddy", "prometheus", "alertmanager", "grafana")
CONTAINER_USER = 10001  # the image's own
GIVEN = ("smtp_password",)  # not ours to make: empty until the town writes it in


def make_secrets(folder: Path) -> list[Path]:
    """Make what is missing in `folder`; returns the passwords and keys that are new."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    new = [path for path in _password_files(folder) if _write_new(path, secrets.token_urlsafe(32))]
    new += [folder / name for name in GIVEN if _write_new(folder / name, "")]
    new += [path for path in map(folder.joinpath, map(_key_path, SERVICES)) if _make_key(path)]
    for name, content in _derived(folder):
        write_private(folder / name, content)
    return new


def _password_files(folder: Path) -> Iterator[Path]:
    for user in BUS_USERS:
        yield folder / f"nats_{user}_password"
    for user in DATABASE_USERS:
        yield folder / f"postgres_{user}_password"
    for name in ("nats_store_key", "postgres_password", "grafana_password"):
        yield folder / name


def _derived(folder: Path) -> Iterator[tuple[str, str]]:
    said = {path.name: path.read_text(encoding="ascii").strip() for path in _password_files(folder)}
    bus = [f'{user.upper()}_PASSWORD: "{said[f"nats_{user}_password"]}"' for user in BUS_USERS]
    yield "nats_passwords.conf", "\n".join([*bus, f'STORE_KEY: "{said["nats_store_key"]}"', ""])
    roles = [f"{user} {said[f'postgres_{user}_password']}" for user in DATABASE_USERS]
    yield "postgres_roles", "\n".join([*roles, ""])
    for user, database in DATABASE_USERS.items():
        password = said[f"postgres_{user}_password"]
        yield f"{user}_database_url", f"postgresql+asyncpg://{user}:{password}@postgres:5432/{database}"


def _key_path(service: str) -> str:
    """A folder each: it is mounted whole, since a new key file is put in the old one's place."""
    return f"keys/{service}/{service}.json"


def _make_key(path: Path) -> bool:
    if path.exists():
        return False
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(exist_ok=True, mode=0o700)
    KeyFile.open_or_create(path, data_dir=path.parent / "none")
    return True


def _write_new(path: Path, content: str) -> bool:
    if path.exists():
        return False
    write_private(path, content)
    return True


def make_place(root: Path) -> list[Path]:
    """Everything compose.yaml needs in its folder beside itself: secrets/, volumes/ and .env; returns what is new.

    Containers run as whoever calls this. Root is nobody to run them as, so root's files are given to `CONTAINER_USER`.
    """
    new = make_secrets(root / "secrets")
    for name in VOLUMES:
        (root / "volumes" / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    user, group = (CONTAINER_USER, CONTAINER_USER) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    settings = root / ".env"
    if not settings.exists():
        example = (root / "deploy" / "env.example").read_text(encoding="utf-8")
        write_private(settings, f"{example}\n# Whom containers run as.\nYUI_UID={user}\nYUI_GID={group}\n")
        new.append(settings)
    if os.geteuid() == 0:
        _give(root, user)
    return new


def _give(root: Path, user: int) -> None:
    secret = root / "secrets"
    for path in (secret, *secret.rglob("*"), *(root / "volumes" / name for name in VOLUMES)):
        if path.stat().st_uid == 0:
            os.chown(path, user, user)
