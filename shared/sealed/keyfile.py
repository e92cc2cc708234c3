"""The key file: master keys (KEK) that wrap the key of each case. It lies outside the data directory."""

import base64
import json
import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class UnsafeKeyFile(RuntimeError):
    """Others on the machine can read the key file, or it lies beside the data it protects."""


class KeyFile:
    """JSON `{"current": id, "keys": {id: base64 of 32 bytes}}`, readable by its owner alone (mode 0600)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            raise UnsafeKeyFile(f"{path} must be readable by its owner alone: chmod 600")
        content = json.loads(path.read_text(encoding="ascii"))
        self.current: str = content["current"]
        self._keys: dict[str, bytes] = {name: base64.b64decode(key) for name, key in content["keys"].items()}

    @classmethod
    def open_or_create(cls, path: Path, *, data_dir: Path) -> "KeyFile":
        """The key file at `path`; made on first use. Refuses a path inside the data directory."""
        if path.resolve().is_relative_to(data_dir.resolve()):
            raise UnsafeKeyFile("the key file must lie outside the data directory: a backup of one must not hold both")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, "k1", {"k1": AESGCM.generate_key(256)})
        return cls(path)

    def key(self, name: str) -> bytes:
        """The master key called `name`; KeyError when it was retired."""
        return self._keys[name]

    def rotate(self) -> str:
        """Add a new current master key and return its name; old ones stay until `retire`."""
        name = f"k{1 + max(int(key[1:]) for key in self._keys)}"
        self._keys[name] = AESGCM.generate_key(256)
        self.current = name
        _write(self.path, self.current, self._keys)
        return name

    def retire_all_but_current(self) -> None:
        """Forget old master keys, once every case key is wrapped with the current one."""
        self._keys = {self.current: self._keys[self.current]}
        _write(self.path, self.current, self._keys)


def _write(path: Path, current: str, keys: dict[str, bytes]) -> None:
    content = {"current": current, "keys": {name: base64.b64encode(key).decode() for name, key in keys.items()}}
    beside = path.with_name(path.name + ".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(json.dumps(content))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
