#!/bin/sh
# Puts a backup of deploy/backup.sh in the place of the town's rows, here or on a fresh machine after `make secrets`.
#   deploy/restore.sh backup/2026-11-24T031000
# What was there is saved first, into backup/. The rows are brought into databases of their own, which take the others'
# names all five in one transaction. The bus is emptied: it may hold facts that the restored rows know nothing of.
# Every service publishes again what its outbox keeps, and listeners drop what they have had. Killed anywhere, it can be
# run again.
set -eu
umask 077
copy=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
all="auth intake meetings programs notify"

inside() { docker compose exec -T postgres "$@"; }
sql() { inside psql --username postgres --dbname "$1" --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --command "$2" < /dev/null; }

state="nothing was changed"
trap 'code=$?; [ "$code" = 0 ] || echo "✗ not restored: $state" >&2' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p backup
exec 9> backup/.lock
flock --nonblock 9 || { echo "a backup or another restore is at work" >&2; exit 1; }
for db in $all; do
  [ -s "$copy/$db.dump" ] || { echo "$copy/$db.dump: missing or empty" >&2; exit 1; }
done
docker compose up --detach --wait postgres
for db in $all; do
  sql postgres "DROP DATABASE IF EXISTS ${db}_restored"
  sql postgres "CREATE DATABASE ${db}_restored OWNER $db"
  inside pg_restore --username postgres --single-transaction --dbname "${db}_restored" < "$copy/$db.dump"
done

state="the town stands still with its own rows: docker compose up --detach --wait"
docker compose stop portal intake meetings programs notify topology nats
has_rows=$(sql auth "SELECT count(*) FROM pg_tables WHERE tablename = 'alembic_version'")
if [ "$has_rows" = 1 ]; then
  YUI_RESTORING=yes KEEP=1000000 deploy/backup.sh
fi
rm -rf volumes/nats/jetstream
exchange="BEGIN;"
for db in $all; do
  sql postgres "DROP DATABASE IF EXISTS ${db}_before WITH (FORCE)"
  sql postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('$db', '${db}_restored')"
  exchange="$exchange ALTER DATABASE $db RENAME TO ${db}_before; ALTER DATABASE ${db}_restored RENAME TO $db;"
done
sql postgres "$exchange COMMIT;"

state="the rows are the restored ones; this begins the rest: docker compose up --detach --wait"
inside sh /docker-entrypoint-initdb.d/10-databases.sh < /dev/null  # who may connect
docker compose up --detach --wait
for db in $all; do sql postgres "DROP DATABASE ${db}_before WITH (FORCE)"; done
echo "✓ $copy"
