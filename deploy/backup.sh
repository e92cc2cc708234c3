#!/bin/sh
# Every night, from cron: all rows of the town that compose.yaml runs, into backup/DATE; docs/operating.md says how.
# A backup gets its name only when all five are written and were read to their end; then the oldest beyond KEEP go.
#   deploy/backup.sh [FOLDER]     FOLDER: where to (backup); KEEP=30: how many stay
set -eu
umask 077
cd "$(dirname "$0")/.."
folder=${1:-backup}
keep=${KEEP:-30}
case $keep in '' | 0* | *[!0-9]*) echo "KEEP=$keep: how many stay, from 1" >&2; exit 2 ;; esac
made=$(date +%Y-%m-%dT%H%M%S)
growing=$folder/.$made.part
all="auth intake meetings programs notify"

mkdir -p "$folder"
if [ -z "${YUI_RESTORING:-}" ]; then  # deploy/restore.sh holds the lock for us
  exec 9> "$folder/.lock"
  flock --nonblock 9 || { echo "another backup or restore is at work" >&2; exit 1; }
fi
rm -rf "$folder"/.20*.part  # what a killed run left
mkdir "$growing"
trap 'rm -rf "$growing"' EXIT
trap 'exit 1' HUP INT TERM

# All at once: a dump is of the moment it begins. What its listener has kept, a teller must not have lost.
running=""
for db in $all; do
  docker compose exec -T postgres pg_dump --username postgres --format custom "$db" > "$growing/$db.dump" < /dev/null &
  running="$running $!"
done
for each in $running; do wait "$each"; done

for db in $all; do
  docker compose exec -T postgres pg_restore --file=/dev/null < "$growing/$db.dump"  # to its end, not its contents alone
  docker compose exec -T postgres pg_restore --list < "$growing/$db.dump" > "$growing/.listed"
  grep -q 'TABLE DATA public alembic_version' "$growing/.listed" || { echo "$db: no rows in the dump" >&2; exit 1; }
done
rm "$growing/.listed"
sync "$growing"/*.dump
mv "$growing" "$folder/$made"
touch volumes/notify/last-backup  # notify shows when; an alert says when that is long ago

# Names of ours sort by time; somebody else's folders are left alone.
ls -d "$folder"/20??-??-??T?????? | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -rf "$old"; done
echo "✓ $folder/$made"
