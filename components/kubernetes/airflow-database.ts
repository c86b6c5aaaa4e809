import * as pulumi from "@pulumi/pulumi";

/** Airflow's metadata database, PostgreSQL. */
export interface AirflowDatabase {
  readonly host: pulumi.Input<string>;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: pulumi.Input<string>;
}

/**
 * The database as an SQLAlchemy URL, a secret. The driver is named because SQLAlchemy's default changes with its version; every part that is free text is
 * encoded, since passwords may hold any character.
 */
export function connectionUrl({ host, port, name, user, password }: AirflowDatabase): pulumi.Output<string> {
  const [login, database] = [user, name].map(encodeURIComponent) as [string, string];
  return pulumi
    .all([host, pulumi.secret(password)])
    .apply(
      ([address, word]) => `postgresql+psycopg2://${login}:${encodeURIComponent(word)}@${address}:${port}/${database}`,
    );
}
