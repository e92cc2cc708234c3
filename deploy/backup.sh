#!/bin/sh
# Every night, from cron: all rows of the town that compose.yaml runs, into backup/DATE; docs/operating.md says how.
# A backup gets its name only when all five are written and can be listed; then the oldest beyond KEEP are deleted.
#   deploy/backup.sh [FOLDER]     FOLDER: where to (backup); KEEP=30: how many stay
set -eu
umask 077
cd "$(dirname "$0")/.."
folder=${1:-backup}
keep=${KEEP:-30}
made=$(date +%Y-%m-%dT%H%M%S)
growing=$folder/.$made.part

mkdir -p "$growing"
trap 'rm -rf "$growing"' EXIT
for db in auth intake meetings programs notify; do
  # Into a file of the container's first: what a broken pipe cuts short would look like a dump.
  docker compose exec -T postgres pg_dump --username postgres --format custom "$db" > "$growing/$db.dump"
  docker compose exec -T postgres pg_restore --list < "$growing/$db.dump" > "$growing/.listed"
  grep -q 'TABLE DATA public alembic_version' "$growing/.listed" || { echo "$db: no rows in the dump" >&2; exit 1; }
done
rm "$growing/.listed"
mv "$growing" "$folder/$made"
touch volumes/notify/last-backup  # notify shows when; an alert says when that is long ago

# Names of ours sort by time; somebody else's folders are left alone.
ls -d "$folder"/20??-??-??T?????? | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -rf "$old"; done
echo "✓ $folder/$made"
