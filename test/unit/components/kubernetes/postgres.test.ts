import * as pulumi from "@pulumi/pulumi";
import test from "ava";

import { Postgres } from "../../../../components/kubernetes/postgres.js";
import {
  args,
  partOf,
  selector,
  labels,
  metadata,
  registrations,
  sha256,
  files,
  passwords,
  pod,
  contentHash,
} from "./postgres-example.js";
import { record, type Registration } from "./recorder.js";

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
  t.is(
    await new Promise<string>((resolve) => pulumi.output(password ?? "").apply(resolve)),
    "generated db-warehouse-password",
  );
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
