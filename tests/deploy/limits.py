"""A container's memory and process limits by a control group, where this machine has them writable (version 1)."""

from pathlib import Path

MEMORY, PIDS = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup/pids")


class Group:
    """The control group of one instance; without control groups everything is allowed."""

    def __init__(self, name: str, *, memory: int, processes: int) -> None:
        self._folders = [root / name for root in (MEMORY, PIDS) if (root / "tasks").exists()]
        for folder in self._folders:
            folder.mkdir()
        self._say(MEMORY / name / "memory.limit_in_bytes", memory)
        self._say(PIDS / name / "pids.max", processes)

    @property
    def joining(self) -> str:
        """Shell words by which a process joins before it becomes the container."""
        return "".join(f"echo $$ > {folder}/cgroup.procs; " for folder in self._folders)

    @property
    def most_memory(self) -> int:
        """The most bytes it had at once; 0 where nobody counted."""
        found = [folder / "memory.max_usage_in_bytes" for folder in self._folders if folder.is_relative_to(MEMORY)]
        return int(found[0].read_text()) if found else 0

    def remove(self) -> None:
        """Once all its processes are gone."""
        for folder in self._folders:
            folder.rmdir()

    def _say(self, path: Path, number: int) -> None:
        if path.parent in self._folders:
            path.write_text(str(number))
