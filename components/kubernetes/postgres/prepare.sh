#!/bin/sh
# Makes the data directory if there is none, then a role and a database for every password file. Runs before each start of the server: every step can
# run again, and can be interrupted anywhere.
#
# PGDATA     data directory, in a volume of its own
# PGHOST     directory of the unix socket, private to the pod
# CONFIG     directory of postgresql.conf, pg_hba.conf and database.sql
# PASSWORDS  directory with one file a database; the file's name is the name of the database and of its owner
set -eu
umask 077
# The first process of a container ignores signals that it has no trap for.
trap 'exit 143' TERM

make_data_directory() {
  unfinished="$PGDATA.unfinished"
  rm -rf "$unfinished"
  initdb --pgdata="$unfinished" --username=postgres --auth=reject --encoding=UTF8 --locale=C.UTF-8 --data-checksums
  mv "$unfinished" "$PGDATA"
}

start_without_network() {
  pg_ctl start --silent --wait --timeout=600 --options="\
    -c config_file='$CONFIG/postgresql.conf' -c hba_file='$CONFIG/pg_hba.conf' \
    -c unix_socket_directories='$PGHOST' -c listen_addresses=''"
  trap 'pg_ctl stop --silent --mode=fast' EXIT
}

make_database() {
  psql --no-psqlrc --quiet --username=postgres --dbname=postgres --file="$CONFIG/database.sql" \
    --set=ON_ERROR_STOP=1 --set=database="$(basename "$1")" --set=password_file="$1"
}

[ -d "$PGDATA" ] || make_data_directory
# Kubernetes opens a volume to the group of its pod; the server refuses a data directory that others than its user can write.
chmod 700 "$PGDATA"
start_without_network
for password_file in "$PASSWORDS"/*; do
  make_database "$password_file"
done
