-- One database and the role that owns it. Variable: database, the name of both.

SELECT format('CREATE ROLE %I LOGIN', :'database')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'database') \gexec

-- Read from standard input, where there is no terminal.
\password :database

-- Who is no superuser can only give a database to a role of which they are a member.
SELECT format('GRANT %I TO CURRENT_USER', :'database')
 WHERE NOT pg_has_role(current_user, :'database', 'USAGE') \gexec

SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'database')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

-- Else every role of the server could connect to it.
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
