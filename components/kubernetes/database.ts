import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../problem";

/** How to reach one PostgreSQL database, and as whom. */
export interface Database {
  readonly host: pulumi.Input<string>;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: pulumi.Input<string>;
  /** Absent: the client's own default. */
  readonly sslMode?: SslMode;
}

/** `require` encrypts every connection; who answers is left to the network, since the images hold no certificates of database servers. */
export type SslMode = "require";

/** A server with databases in it, wherever it runs. */
export interface DatabaseServer extends pulumi.Resource {
  /**
   * Address and credentials of a database. Depend on the server too: the password alone does not wait for it.
   *
   * @throws pulumi.ResourceError for a database that the server was not asked to have.
   */
  database(name: string): Database;
}

/** The database as a JDBC URL without credentials. */
export function jdbcUrl({ host, port, name, sslMode }: Database): pulumi.Output<string> {
  return pulumi.interpolate`jdbc:postgresql://${host}:${port}/${name}${sslParameter(sslMode)}`;
}

/** Both the JDBC driver and libpq know it by this name. */
export function sslParameter(sslMode: SslMode | undefined): string {
  return sslMode === undefined ? "" : `?sslmode=${sslMode}`;
}

/** What is wrong with a list of databases to make, each to be owned by a role of the same name. */
export function databaseProblems(databases: readonly string[]): Problem[] {
  if (databases.length > 0) return databases.flatMap((_, index) => nameProblem(databases, index) ?? []);
  return [{ path: "databases", value: databases, rule: "must not be empty", fix: "name at least one database" }];
}

/** The database of this name. */
export function declaredDatabase(
  databases: ReadonlyMap<string, Database>,
  name: string,
  server: pulumi.Resource,
): Database {
  const database = databases.get(name);
  if (database !== undefined) return database;
  const known = [...databases.keys()].join(", ");
  throw new pulumi.ResourceError(
    `database ${name} is not declared; use one of ${known}, or add it to databases`,
    server,
    true,
  );
}

/** Names must need no quotes in SQL, and not be among those that the server keeps for itself. */
function nameProblem(databases: readonly string[], index: number): Problem | undefined {
  const value = databases[index] ?? "";
  const path = `databases[${index}]`;
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(value)) {
    const rule = "must be lower-case letters, digits and _, at most 63, starting with a letter";
    return { path, value, rule, fix: "write warehouse, for example" };
  }
  if (/^(pg_.*|postgres|template0|template1|public|none)$/.test(value)) {
    return { path, value, rule: "is a name that PostgreSQL keeps for itself", fix: "choose another name" };
  }
  if (databases.indexOf(value) < index) return { path, value, rule: "must be listed once", fix: "remove this entry" };
  return undefined;
}
