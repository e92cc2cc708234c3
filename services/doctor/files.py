"""Files: key files only their owner reads, folders the town can write, room on the disk."""

import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from services.doctor.finding import Finding
from services.intake.settings import Settings as IntakeSettings
from services.meetings.settings import Settings as MeetingsSettings
from services.notify.settings import Settings as NotifySettings
from services.programs.settings import Settings as ProgramsSettings
from shared.settings import ServiceSettings

LEAST_FREE_BYTES = 2 << 30
LEAST_FREE_SHARE = 0.1


def look_at_files(only: Sequence[str]) -> list[Finding]:
    """Those of the parts in `only`."""
    data = ServiceSettings().data_dir
    found = [disk(data), *(key_file(path, data) for name, path in key_files().items() if name in only)]
    replies = NotifySettings().replies_folder
    return [*found, *(maildir(replies) if replies and "notify" in only else [])]


def key_files() -> dict[str, Path]:
    """Each service's master keys."""
    return {
        "intake": IntakeSettings().key_file,
        "meetings": MeetingsSettings().meetings_key_file,
        "programs": ProgramsSettings().programs_key_file,
        "notify": NotifySettings().notify_key_file,
    }


def disk(folder: Path) -> Finding:
    """Room for rows and for the bus."""
    here = next(each for each in (folder.resolve(), *folder.resolve().parents) if each.exists())
    usage = shutil.disk_usage(here)
    scarce = usage.free < LEAST_FREE_BYTES or usage.free < LEAST_FREE_SHARE * usage.total
    found = f"{usage.free / 2**30:.1f} of {usage.total / 2**30:.1f} GiB free"
    return Finding("disk", found, "make room: a full disk stops the town, though it loses nothing" if scarce else "")


def key_file(path: Path, data: Path) -> Finding:
    """Readable by its owner alone, and never in the same backup as the rows."""
    what = f"key file {path.name}"
    if not path.exists():
        return Finding(what, "missing", "restore it from its backup: without it personal text can't be read")
    status = path.stat()
    mode, remedy = stat.S_IMODE(status.st_mode), ""
    if mode & 0o077:
        remedy = f"chmod 600 {path}"
    elif path.resolve().is_relative_to(data.resolve()):
        remedy = "move it out of the data folder: a backup of one must not hold the other"
    elif not os.access(path, os.R_OK):
        remedy = f"make it belong to whoever runs the town: it belongs to user {status.st_uid}"
    return Finding(what, f"{mode:o}, user {status.st_uid}", remedy)


def maildir(folder: Path) -> Iterator[Finding]:
    """Where replies arrive: what was read is deleted, so the town must be able to."""
    for part in ("new", "cur", "tmp"):
        path = folder / part
        if not path.is_dir():
            yield Finding("replies", f"no folder {path}", "let the mail server make the Maildir (docs/replies.md)")
        elif not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            owner = path.stat().st_uid
            yield Finding("replies", f"{path} belongs to user {owner}", "let the town's user read and delete there")
        else:
            yield Finding("replies", f"{len(list(path.iterdir()))} mails in {part}")
