"""Whether the rows were saved somewhere lately."""

from datetime import UTC, datetime
from pathlib import Path

from services.doctor.finding import NOTHING, Finding, Running, Said
from services.machine import last_backup
from shared.clock import TOKYO

OLD_SECONDS = 2 * 86_400
BACKUP = Said("バックアップ", "backup")
NEVER = Said("まだ一度もありません", "never yet")
BY_COMPOSE = Said("deploy/backup.sh を毎晩動かしてください", "run deploy/backup.sh every night (docs/operating.md)")


def look_at_backup(data: Path, now: datetime, run: Running) -> Finding:
    """When the last whole one was made."""
    made = last_backup(data)
    when = datetime.fromtimestamp(made, UTC).astimezone(TOKYO)
    found = Said(f"最後は {when:%Y-%m-%d %H:%M}", f"last {when:%Y-%m-%d %H:%M}") if made else NEVER
    return Finding(BACKUP, found, _nightly(run) if now.timestamp() - made > OLD_SECONDS else NOTHING)


def _nightly(run: Running) -> Said:
    if run.by_compose:
        return BY_COMPOSE
    if run.by_systemd:
        return Said(
            "sudo systemctl enable --now yui-backup.timer\nいますぐなら sudo systemctl start yui-backup", "every night"
        )
    command = run.yui("backup フォルダー"), run.yui("backup FOLDER")
    return Said(f"{command[0]} を毎晩動かしてください", f"run every night: {command[1]} (docs/one-machine.md)")
