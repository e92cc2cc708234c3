#!/bin/sh
# Puts a backup of deploy/backup.sh in the place of the town's rows, here or on a fresh machine after `make secrets`.
#   deploy/restore.sh backup/2026-11-24T031000
# What was there is saved first, into backup/. The rows are brought into databases of their own, which take the others'
# names only when all five are whole. The bus is emptied: it may hold facts that the restored rows know nothing of.
# Every service publishes again what its outbox keeps, and listeners drop what they have had.
set -eu
umask 077
copy=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
all="auth intake meetings programs notify"

inside() { docker compose exec -T postgres "$@"; }
sql() { inside psql --username postgres --dbname "$1" --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --command "$2" < /dev/null; }

for db in $all; do
  [ -s "$copy/$db.dump" ] || { echo "$copy/$db.dump: missing or empty; nothing was changed" >&2; exit 1; }
done
docker compose up --detach --wait postgres
for db in $all; do
  sql postgres "DROP DATABASE IF EXISTS ${db}_restored"
  sql postgres "CREATE DATABASE ${db}_restored OWNER $db"
  inside pg_restore --username postgres --single-transaction --dbname "${db}_restored" < "$copy/$db.dump"
done

docker compose stop portal intake meetings programs notify topology nats
if [ "$(sql auth "SELECT count(*) FROM pg_tables WHERE tablename = 'alembic_version'")" = 1 ]; then
  KEEP=1000000 deploy/backup.sh
fi
for db in $all; do
  sql postgres "DROP DATABASE $db WITH (FORCE)"
  sql postgres "ALTER DATABASE ${db}_restored RENAME TO $db"
done
inside sh /docker-entrypoint-initdb.d/10-databases.sh < /dev/null  # who may connect
rm -rf volumes/nats/jetstream
docker compose up --detach --wait
echo "✓ $copy"
