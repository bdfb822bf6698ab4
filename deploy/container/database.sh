#!/bin/sh
# Run once by PostgreSQL's image over a new volume: the house's role, which owns its database and nothing else. The
# superuser that the image makes is used by nobody else.
set -eu
psql --quiet --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres <<'SQL'
\set password `cat /run/secrets/database-password`
CREATE ROLE phoihop LOGIN PASSWORD :'password';
CREATE DATABASE phoihop OWNER phoihop ENCODING 'UTF8' TEMPLATE template0 LOCALE 'C.UTF-8';
SQL
