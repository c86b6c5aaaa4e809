import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ACCOUNTS } from "../../vocabulary";
import { type Placement, placed } from "../placement";
import { containerSecurity } from "../spark/pod";
import type { SslMode } from "./database";
import { serverSecurity } from "./postgres-pod";

/** A PostgreSQL server that this platform does not run, and who may make roles and databases on it. */
export interface ManagedServer {
  readonly host: pulumi.Input<string>;
  readonly port: number;
  readonly adminUser: string;
  /** May change at any time: it is used by the setup only. */
  readonly adminPassword: pulumi.Input<string>;
  readonly sslMode: SslMode;
}

export interface DatabaseSetupPodArgs {
  readonly image: string;
  readonly server: ManagedServer;
  readonly placement?: Placement;
}

export const SETUP_CONFIG_MAP = "database-setup";
export const SETUP_SECRET = "database-setup";

/** Key of the administrator's password in the Secret. No database has this name, since it needs quotes in SQL. */
export const ADMIN_KEY = "admin-password";

const PATHS = { config: "/etc/database-setup", passwords: "/etc/database-setup-passwords" };

/** Requests and limits of the one container: two short programs. */
export const SETUP_RESOURCES = { cpu: "100m", memory: "128Mi" };

/** The scripts, by file name: the content of the ConfigMap. */
export function setupFiles(): Record<string, string> {
  const files = ["setup.sh", "database.sql"];
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(__dirname, "database-setup", file), "utf8")]));
}

/** The pod that makes `databases` on the server. */
export function databaseSetupPod(
  { image, server, placement }: DatabaseSetupPodArgs,
  databases: readonly string[],
): types.input.core.v1.PodSpec {
  const items = databases.map((database) => ({ key: database, path: database }));
  return {
    ...placed(placement),
    serviceAccountName: ACCOUNTS.postgres,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: "Never",
    securityContext: serverSecurity,
    containers: [
      {
        name: "setup",
        image,
        command: ["sh", `${PATHS.config}/setup.sh`],
        env: environment(server),
        resources: { requests: SETUP_RESOURCES, limits: SETUP_RESOURCES },
        securityContext: containerSecurity,
        // The error of a failed Job is then part of the pod's status.
        terminationMessagePolicy: "FallbackToLogsOnError",
        volumeMounts: [
          { name: "config", mountPath: PATHS.config, readOnly: true },
          { name: "passwords", mountPath: PATHS.passwords, readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: "config", configMap: { name: SETUP_CONFIG_MAP } },
      { name: "passwords", secret: { secretName: SETUP_SECRET, defaultMode: 0o440, items } },
    ],
  };
}

function environment({ host, port, adminUser, sslMode }: ManagedServer): types.input.core.v1.EnvVar[] {
  return [
    { name: "PGHOST", value: host },
    { name: "PGPORT", value: String(port) },
    { name: "PGUSER", value: adminUser },
    { name: "PGPASSWORD", valueFrom: { secretKeyRef: { name: SETUP_SECRET, key: ADMIN_KEY } } },
    { name: "PGSSLMODE", value: sslMode },
    { name: "CONFIG", value: PATHS.config },
    { name: "PASSWORDS", value: PATHS.passwords },
  ];
}
