import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { Postgres, type PostgresArgs } from "../../../../components/kubernetes/postgres.js";
import { EBS_PROVISIONERS } from "../../../../vocabulary.js";
import { record, type Registration } from "./recorder.js";

const args: PostgresArgs = {
  namespace: "databases",
  image: "localhost/postgres:1",
  storage: { kind: "local", path: "/var/lib/data", size: "5Gi" },
  protect: true,
  cpu: "250m",
  memory: "512Mi",
  databases: ["airflow", "warehouse"],
};

const partOf = { "app.kubernetes.io/part-of": "spark-platform" };
const selector = { "app.kubernetes.io/name": "postgres" };
const labels = { ...selector, ...partOf };
const metadata = (name: string) => ({ name, namespace: "databases", labels });

function registrations(changes: Partial<PostgresArgs> = {}, name = "db"): Promise<Registration[]> {
  return record((opts) => {
    new Postgres(name, { ...args, ...changes }, opts);
  });
}

function ofType(registered: readonly Registration[], type: string): Registration | undefined {
  return registered.find((registration) => registration.type === type);
}

function sha256(content: object): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

const files = Object.fromEntries(
  ["prepare.sh", "database.sql", "postgresql.conf", "pg_hba.conf"].map((file) => [
    file,
    readFileSync(`components/kubernetes/postgres/${file}`, "utf8"),
  ]),
);
const passwords = { airflow: "generated db-airflow-password", warehouse: "generated db-warehouse-password" };

const resources = { requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "1000m", memory: "512Mi" } };
const containerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
const env = [
  { name: "PGDATA", value: "/data/pgdata" },
  { name: "PGHOST", value: "/var/run/postgresql" },
];
const mounts = [
  { name: "data", mountPath: "/data" },
  { name: "config", mountPath: "/etc/postgres", readOnly: true },
  { name: "socket", mountPath: "/var/run/postgresql" },
  { name: "shared-memory", mountPath: "/dev/shm" },
  { name: "tmp", mountPath: "/tmp" },
];
const isReady = { exec: { command: ["pg_isready", "--quiet", "--host=127.0.0.1"] } };

const pod = {
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

test.serial(
  "a server has an account without rights, a password for each database, its volume, and one pod",
  async (t) => {
    const registered = await registrations();
    const password = (database: string): Registration => ({
      type: "pulumi-nodejs:dynamic/spark-platform:GeneratedSecret",
      name: `db-${database}-password`,
      parent: "db",
      options: { additionalSecretOutputs: ["value"] },
      inputs: { format: "password", bytes: 24, generation: 1 },
    });
    t.deepEqual(registered, [
      { type: "spark-platform:kubernetes:Postgres", name: "db", inputs: {} },
      password("airflow"),
      password("warehouse"),
      { type: "spark-platform:kubernetes:WorkloadAccount", name: "db-account", parent: "db", inputs: {} },
      {
        type: "kubernetes:core/v1:ServiceAccount",
        name: "db-account",
        parent: "db-account",
        inputs: { metadata: metadata("postgres"), automountServiceAccountToken: false },
      },
      {
        type: "kubernetes:storage.k8s.io/v1:StorageClass",
        name: "db-storage-class",
        parent: "db",
        options: { protect: false },
        inputs: {
          metadata: { name: "databases-local", labels: partOf },
          provisioner: "kubernetes.io/no-provisioner",
          volumeBindingMode: "WaitForFirstConsumer",
          reclaimPolicy: "Retain",
        },
      },
      {
        type: "kubernetes:core/v1:PersistentVolume",
        name: "db-volume",
        parent: "db",
        dependsOn: ["db-storage-class"],
        options: { protect: true },
        inputs: {
          metadata: { name: "databases-data", labels: partOf },
          spec: {
            capacity: { storage: "5Gi" },
            accessModes: ["ReadWriteOnce"],
            persistentVolumeReclaimPolicy: "Retain",
            storageClassName: "databases-local",
            claimRef: {
              apiVersion: "v1",
              kind: "PersistentVolumeClaim",
              namespace: "databases",
              name: "postgres-data",
            },
            local: { path: "/var/lib/data" },
            nodeAffinity: {
              required: {
                nodeSelectorTerms: [
                  { matchExpressions: [{ key: "kubernetes.io/os", operator: "In", values: ["linux"] }] },
                ],
              },
            },
          },
        },
      },
      {
        type: "kubernetes:core/v1:PersistentVolumeClaim",
        name: "db-data",
        parent: "db",
        dependsOn: ["db-volume"],
        options: { protect: true },
        inputs: {
          metadata: {
            name: "postgres-data",
            namespace: "databases",
            labels: partOf,
            annotations: { "pulumi.com/skipAwait": "true" },
          },
          spec: {
            accessModes: ["ReadWriteOnce"],
            storageClassName: "databases-local",
            volumeName: "databases-data",
            resources: { requests: { storage: "5Gi" } },
          },
        },
      },
      {
        type: "kubernetes:core/v1:ConfigMap",
        name: "db-config",
        parent: "db",
        inputs: {
          metadata: metadata("postgres-config"),
          data: files,
        },
      },
      {
        type: "kubernetes:core/v1:Secret",
        name: "db-passwords",
        parent: "db",
        options: { additionalSecretOutputs: ["data", "stringData"] },
        inputs: {
          metadata: metadata("postgres-passwords"),
          stringData: { secret: passwords },
        },
      },
      {
        type: "kubernetes:core/v1:Service",
        name: "db",
        parent: "db",
        inputs: {
          metadata: metadata("postgres"),
          spec: { type: "ClusterIP", selector, ports: [{ name: "postgres", port: 5432, targetPort: "postgres" }] },
        },
      },
      {
        type: "kubernetes:apps/v1:StatefulSet",
        name: "db",
        parent: "db",
        dependsOn: ["db-account", "db-data", "db-config", "db-passwords"],
        inputs: {
          metadata: metadata("postgres"),
          spec: {
            serviceName: "postgres",
            replicas: 1,
            podManagementPolicy: "Parallel",
            selector: { matchLabels: selector },
            template: {
              metadata: {
                labels,
                annotations: {
                  "karpenter.sh/do-not-disrupt": "true",
                  "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
                  "spark-platform/content-hash": sha256({ files, passwords }),
                },
              },
              spec: pod,
            },
          },
        },
      },
    ]);
  },
);

function contentHash(registered: readonly Registration[]): string {
  const { spec } = ofType(registered, "kubernetes:apps/v1:StatefulSet")?.inputs as {
    spec: { template: { metadata: { annotations: Record<string, string> } } };
  };
  return spec.template.metadata.annotations["spark-platform/content-hash"] ?? "";
}

test.serial("a volume from a storage class is for one pod alone, and nothing static is made", async (t) => {
  const registered = await registrations({ storage: { kind: "class", className: "gp3", size: "20Gi" } });
  t.is(ofType(registered, "kubernetes:core/v1:PersistentVolume"), undefined);
  t.is(ofType(registered, "kubernetes:storage.k8s.io/v1:StorageClass"), undefined);
  t.deepEqual(ofType(registered, "kubernetes:core/v1:PersistentVolumeClaim"), {
    type: "kubernetes:core/v1:PersistentVolumeClaim",
    name: "db-data",
    parent: "db",
    options: { protect: true },
    inputs: {
      metadata: {
        name: "postgres-data",
        namespace: "databases",
        labels: partOf,
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        accessModes: ["ReadWriteOncePod"],
        storageClassName: "gp3",
        resources: { requests: { storage: "20Gi" } },
      },
    },
  });
});

test.serial("the class of a directory on the node is the platform's own, and no pod gets it from EBS", async (t) => {
  const { metadata, provisioner } = ofType(await registrations(), "kubernetes:storage.k8s.io/v1:StorageClass")
    ?.inputs as { metadata: { name: string }; provisioner: (typeof EBS_PROVISIONERS)[number] };
  t.is(metadata.name, "databases-local");
  t.false(EBS_PROVISIONERS.includes(provisioner));
});

test.serial("data that is not protected can be deleted", async (t) => {
  const registered = await registrations({ protect: false });
  t.deepEqual(
    registered.filter(({ options }) => options?.["protect"] === true),
    [],
  );
});

test.serial("another list of databases rolls the pod, and the same one does not", async (t) => {
  const first = contentHash(await registrations());
  t.is(contentHash(await registrations()), first);
  t.not(contentHash(await registrations({ databases: ["airflow", "warehouse", "reports"] })), first);
});

test.serial("a new password rolls the pod", async (t) => {
  // The mocked passwords carry the component's name, and nothing else that is hashed does.
  t.not(contentHash(await registrations({}, "other")), contentHash(await registrations()));
});

test.serial("no password is in a plan outside the Secret", async (t) => {
  const others = (await registrations()).filter(({ type }) => type !== "kubernetes:core/v1:Secret");
  t.notRegex(JSON.stringify(others), /generated db-/);
});

test.serial("a database is reached under its own name, by its owner", async (t) => {
  let postgres: Postgres | undefined;
  await record((opts) => {
    postgres = new Postgres("db", args, opts);
  });
  const { password, ...address } = postgres?.database("warehouse") ?? {};
  t.deepEqual(address, { host: "postgres.databases.svc", port: 5432, name: "warehouse", user: "warehouse" });
  t.is(await new Promise<string>((resolve) => password?.apply(resolve)), "generated db-warehouse-password");
});

test.serial("a database that is not declared is an error that lists those that are", (t) => {
  const postgres = new Postgres("db", args);
  t.throws(() => postgres.database("reports"), {
    instanceOf: pulumi.ResourceError,
    message: "database reports is not declared; use one of airflow, warehouse, or add it to databases",
  });
});

test.serial("everything that is wrong is reported at once", (t) => {
  const databases = ["Airflow", "postgres", "pg_stats", "warehouse", "warehouse", "x".repeat(64)];
  const syntax =
    "must be lower-case letters, digits and _, at most 63, starting with a letter; write warehouse, for example";
  t.throws(() => new Postgres("db", { ...args, cpu: "fast", databases }), {
    instanceOf: pulumi.ResourceError,
    message: [
      "db: the server cannot be set up:",
      '  cpu = "fast": must be a CPU quantity above zero; write 1 or 250m, for example',
      `  databases[0] = "Airflow": ${syntax}`,
      '  databases[1] = "postgres": is a name that PostgreSQL keeps for itself; choose another name',
      '  databases[2] = "pg_stats": is a name that PostgreSQL keeps for itself; choose another name',
      '  databases[4] = "warehouse": must be listed once; remove this entry',
      `  databases[5] = "${"x".repeat(64)}": ${syntax}`,
    ].join("\n"),
  });
  t.throws(() => new Postgres("db", { ...args, databases: [] }), {
    message: "db: the server cannot be set up:\n  databases = []: must not be empty; name at least one database",
  });
});
