/** The database that the tests of Postgres declare, and what is expected of it. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { Postgres, type PostgresArgs } from "../../../../components/kubernetes/postgres.js";
import { record, type Registration } from "./recorder.js";

export const args: PostgresArgs = {
  namespace: "databases",
  image: "localhost/postgres:1",
  storage: { kind: "local", path: "/var/lib/data", size: "5Gi" },
  protect: true,
  cpu: "250m",
  memory: "512Mi",
  databases: ["airflow", "warehouse"],
};

export const partOf = { "app.kubernetes.io/part-of": "spark-platform" };
export const selector = { "app.kubernetes.io/name": "postgres" };
export const labels = { ...selector, ...partOf };
export const metadata = (name: string) => ({ name, namespace: "databases", labels });

export function registrations(changes: Partial<PostgresArgs> = {}, name = "db"): Promise<Registration[]> {
  return record((opts) => {
    new Postgres(name, { ...args, ...changes }, opts);
  });
}

export function ofType(registered: readonly Registration[], type: string): Registration | undefined {
  return registered.find((registration) => registration.type === type);
}

export function sha256(content: object): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

export const files = Object.fromEntries(
  ["prepare.sh", "database.sql", "postgresql.conf", "pg_hba.conf"].map((file) => [
    file,
    readFileSync(`components/kubernetes/postgres/${file}`, "utf8"),
  ]),
);
export const passwords = { airflow: "generated db-airflow-password", warehouse: "generated db-warehouse-password" };

export const resources = { requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "1000m", memory: "512Mi" } };
export const containerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
export const env = [
  { name: "PGDATA", value: "/data/pgdata" },
  { name: "PGHOST", value: "/var/run/postgresql" },
];
export const mounts = [
  { name: "data", mountPath: "/data" },
  { name: "config", mountPath: "/etc/postgres", readOnly: true },
  { name: "socket", mountPath: "/var/run/postgresql" },
  { name: "shared-memory", mountPath: "/dev/shm" },
  { name: "tmp", mountPath: "/tmp" },
];
export const isReady = { exec: { command: ["pg_isready", "--quiet", "--host=127.0.0.1"] } };

export const pod = {
  serviceAccountName: "postgres",
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 999,
    runAsGroup: 999,
    fsGroup: 999,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  },
  terminationGracePeriodSeconds: 60,
  initContainers: [
    {
      name: "prepare",
      image: "localhost/postgres:1",
      command: ["sh", "/etc/postgres/prepare.sh"],
      env: [
        ...env,
        { name: "CONFIG", value: "/etc/postgres" },
        { name: "PASSWORDS", value: "/etc/postgres-passwords" },
      ],
      resources,
      securityContext: containerSecurity,
      volumeMounts: [...mounts, { name: "passwords", mountPath: "/etc/postgres-passwords", readOnly: true }],
    },
  ],
  containers: [
    {
      name: "postgres",
      image: "localhost/postgres:1",
      command: [
        "postgres",
        "-c",
        "config_file=/etc/postgres/postgresql.conf",
        "-c",
        "hba_file=/etc/postgres/pg_hba.conf",
        "-c",
        "unix_socket_directories=/var/run/postgresql",
      ],
      env,
      resources,
      securityContext: containerSecurity,
      ports: [{ name: "postgres", containerPort: 5432 }],
      startupProbe: { ...isReady, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 150 },
      readinessProbe: { ...isReady, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
      livenessProbe: { ...isReady, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6 },
      lifecycle: { preStop: { exec: { command: ["sh", "-c", "kill -INT 1"] } } },
      volumeMounts: mounts,
    },
  ],
  volumes: [
    { name: "data", persistentVolumeClaim: { claimName: "postgres-data" } },
    { name: "config", configMap: { name: "postgres-config" } },
    { name: "passwords", secret: { secretName: "postgres-passwords", defaultMode: 0o440 } },
    { name: "socket", emptyDir: { sizeLimit: "1Mi" } },
    { name: "shared-memory", emptyDir: { medium: "Memory", sizeLimit: "256Mi" } },
    { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
  ],
};

export function contentHash(registered: readonly Registration[]): string {
  const { spec } = ofType(registered, "kubernetes:apps/v1:StatefulSet")?.inputs as {
    spec: { template: { metadata: { annotations: Record<string, string> } } };
  };
  return spec.template.metadata.annotations["spark-platform/content-hash"] ?? "";
}
