-- One database and the role that owns it. Variables: database (the name of both), password_file.

-- Neither psql nor the server's log may repeat a failed statement: it could contain the password.
\set VERBOSITY terse
SET log_min_error_statement = panic;

SELECT format('CREATE ROLE %I', :'database')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'database') \gexec

-- Read by a shell that psql starts, so that the password is never an argument.
\set password `cat :'password_file'`
ALTER ROLE :"database" LOGIN PASSWORD :'password';

SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'database')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
