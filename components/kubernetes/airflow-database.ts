import * as pulumi from "@pulumi/pulumi";
import { type Database, sslParameter } from "./database";

/**
 * Airflow's metadata database as an SQLAlchemy URL, a secret. The driver is named because SQLAlchemy's default changes with its version; every part that is
 * free text is encoded, since passwords may hold any character.
 */
export function connectionUrl({ host, port, name, user, password, sslMode }: Database): pulumi.Output<string> {
  const [login, database] = [user, name].map(encodeURIComponent) as [string, string];
  const parameter = sslParameter(sslMode);
  return pulumi
    .all([host, pulumi.secret(password)])
    .apply(
      ([address, word]) =>
        `postgresql+psycopg2://${login}:${encodeURIComponent(word)}@${address}:${port}/${database}${parameter}`,
    );
}
