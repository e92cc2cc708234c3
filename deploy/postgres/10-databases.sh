#!/bin/sh
# One database and one role a service, and nobody in another's. Runs when the data directory is new; run it again after
# a password was changed:  docker compose exec postgres sh /docker-entrypoint-initdb.d/10-databases.sh
set -eu

as_admin() { psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" "$@"; }

# Passwords go in by standard input: a command line is for everybody to read.
while read -r role password; do
  as_admin --dbname postgres <<SQL
\set role '$role'
\set password '$password'
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" PASSWORD :'password';
SQL
done < /run/secrets/postgres_roles

for name in auth intake meetings programs notify; do
  as_admin --dbname postgres <<SQL
\set name '$name'
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done

# The services look up who is asking; only the front door writes accounts and sessions.
as_admin --dbname auth <<'SQL'
GRANT CONNECT ON DATABASE auth TO auth_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO auth_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE auth IN SCHEMA public GRANT SELECT ON TABLES TO auth_reader;
SQL
