"""Files: key files only their owner reads, folders the town can write, room on the disk."""

import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from services.doctor.backups import look_at_backup
from services.doctor.finding import NOTHING, Finding, Running, Said, plain
from services.intake.settings import Settings as IntakeSettings
from services.machine import existing
from services.meetings.settings import Settings as MeetingsSettings
from services.notify.settings import Settings as NotifySettings
from services.programs.settings import Settings as ProgramsSettings
from shared.clock import utc_now
from shared.settings import ServiceSettings

LEAST_FREE_BYTES = 2 << 30
LEAST_FREE_SHARE = 0.1
DISK, REPLIES = Said("ディスク", "disk"), Said("返信の受け箱", "replies")
MISSING = Said("ありません", "missing")
MAKE_ROOM = Said(
    "ディスクを空けてください。いっぱいになると町は止まります（失うものはありません）",
    "make room: a full disk stops the town, though it loses nothing",
)
FROM_BACKUP = Said(
    "控えから戻してください。これがないと、住民の方の名前などが読めません",
    "restore it from its copy: without it personal text can't be read",
)
APART = Said(
    "データのフォルダーの外に置いてください。\n同じバックアップに両方が入ると、だれでも読めます",
    "move it out of the data folder:\na backup of one must not hold the other",
)
MAILDIR = Said("メールサーバーに Maildir を作らせてください（docs/replies.md）", "let the mail server make the Maildir")
DELETABLE = Said("町を動かす人が読んで消せるようにしてください", "let the town's user read and delete there")


def look_at_files(only: Sequence[str], run: Running) -> list[Finding]:
    """Those of the parts in `only`."""
    data = ServiceSettings().data_dir
    found = [disk(data), *(key_file(path, data, run) for name, path in key_files().items() if name in only)]
    settings = NotifySettings()
    if "notify" not in only:  # whose container has the folder
        return found
    if not settings.demo:
        found.append(look_at_backup(data, utc_now(), run))
    return [*found, *(maildir(settings.replies_folder) if settings.replies_folder else [])]


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
    usage = shutil.disk_usage(existing(folder))
    scarce = usage.free < LEAST_FREE_BYTES or usage.free < LEAST_FREE_SHARE * usage.total
    free, total = f"{usage.free / 2**30:.1f}", f"{usage.total / 2**30:.1f} GiB"
    found = Said(f"空き {free} / {total}", f"{free} of {total} free")
    return Finding(DISK, found, MAKE_ROOM if scarce else NOTHING)


def key_file(path: Path, data: Path, run: Running) -> Finding:
    """Readable by its owner alone, and never in the same backup as the rows."""
    what = Said(f"鍵 {path.name}", f"key file {path.name}")
    if not path.exists():
        return Finding(what, MISSING, FROM_BACKUP)
    status = path.stat()
    mode, remedy = stat.S_IMODE(status.st_mode), NOTHING
    if mode & 0o077:
        beside_compose = f"secrets/keys/{path.parent.name}/{path.name}"  # inside a container it has another path
        remedy = plain(f"chmod 600 {beside_compose if run.by_compose else path}")
    elif path.resolve().is_relative_to(data.resolve()):
        remedy = APART
    elif not os.access(path, os.R_OK):
        remedy = Said(
            f"町を動かす人のものにしてください（いまは番号 {status.st_uid} の人）",
            f"make it belong to whoever runs the town: it belongs to user {status.st_uid}",
        )
    return Finding(what, plain(f"{mode:o}, user {status.st_uid}"), remedy)


def maildir(folder: Path) -> Iterator[Finding]:
    """Where replies arrive: what was read is deleted, so the town must be able to."""
    for part in ("new", "cur", "tmp"):
        path = folder / part
        if not path.is_dir():
            yield Finding(REPLIES, Said(f"{path} がありません", f"no folder {path}"), MAILDIR)
        elif not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            owner = path.stat().st_uid
            yield Finding(REPLIES, Said(f"{path} は番号 {owner} の人のもの", f"{path} is user {owner}'s"), DELETABLE)
        else:
            count = len(list(path.iterdir()))
            yield Finding(REPLIES, Said(f"{part} に {count} 通", f"{count} mails in {part}"))
