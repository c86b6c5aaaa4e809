import * as pulumi from "@pulumi/pulumi";
import { createHmac } from "node:crypto";
import { connectionUrl } from "./airflow-database";
import { AIRFLOW_USER, PASSWORDS, SECRET_VARIABLES } from "./airflow-environment";
import type { Database } from "./database";
import { GeneratedSecret, type GeneratedSecretArgs } from "./generated-secret";

/** Airflow's secrets, generated once and kept in the stack's state, so that updates keep logins, tokens and stored connections valid. */
export interface AirflowSecrets {
  /** Password of {@link AIRFLOW_USER}. */
  readonly password: pulumi.Output<string>;
  /** Data of the Secret. */
  readonly data: Readonly<Record<string, pulumi.Output<string>>>;
  /** Changes whenever the data does. Not a secret: it is keyed with one of them, so it can neither be guessed nor compared. */
  readonly hash: pulumi.Output<string>;
}

/** Declares the generated secrets as children of `parent`, named from `name`, and puts the connection to the database beside them. */
export function airflowSecrets(name: string, database: Database, parent: pulumi.Resource): AirflowSecrets {
  const generated = (what: string, args: GeneratedSecretArgs) =>
    new GeneratedSecret(`${name}-${what}`, args, { parent }).value;
  const password = generated("password", { format: "password", bytes: 24 });
  const jwtSecret = generated("jwt-secret", { format: "hex", bytes: 64 });
  const data = {
    [SECRET_VARIABLES.connection]: connectionUrl(database),
    [SECRET_VARIABLES.fernetKey]: generated("fernet-key", { format: "fernet", bytes: 32 }),
    [SECRET_VARIABLES.jwtSecret]: jwtSecret,
    [SECRET_VARIABLES.apiSecretKey]: generated("api-secret-key", { format: "hex", bytes: 32 }),
    [PASSWORDS.key]: pulumi.jsonStringify({ [AIRFLOW_USER]: password }),
  };
  return { password, data, hash: keyedHash(jwtSecret, data) };
}

function keyedHash(key: pulumi.Output<string>, data: Record<string, pulumi.Output<string>>): pulumi.Output<string> {
  const hash = pulumi
    .all([key, pulumi.jsonStringify(data)])
    .apply(([secret, text]) => createHmac("sha256", secret).update(text).digest("hex").slice(0, 16));
  return pulumi.unsecret(hash);
}
