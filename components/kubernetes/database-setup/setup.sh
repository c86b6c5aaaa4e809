#!/bin/sh
# Makes a role and a database for every password file, on a server that this platform does not run. Every step can run again, and can be interrupted
# anywhere; nothing is dropped.
#
# PGHOST PGPORT PGUSER PGPASSWORD PGSSLMODE  the server and its administrator, who need not be a superuser
# CONFIG     directory of database.sql
# PASSWORDS  directory with one file a database; the file's name is the name of the database and of its owner
set -eu
# The first process of a container ignores signals that it has no trap for.
trap 'exit 143' TERM

make_database() {
  # Asked for twice, as of a person: psql then sends a hash of it, which no log of the server can give away.
  { cat "$1"; echo; cat "$1"; echo; } |
    psql --no-psqlrc --quiet --no-password --dbname=postgres --file="$CONFIG/database.sql" \
      --set=ON_ERROR_STOP=1 --set=database="$(basename "$1")"
}

for password_file in "$PASSWORDS"/*; do
  make_database "$password_file"
done
