/** The platform on a cluster with a cloud around it. What a role or a bucket is, the cloud knows; here is who gets one, and who waits for it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import test from "ava";

import { OWN_NODES } from "../../../components/placement.js";
import type { Account, Cloud, RoleAccess } from "../../../infra/cloud.js";
import { parseSettings, type Settings } from "../../../infra/settings.js";
import { smallest } from "./example-settings.js";
import { type Registered, runProgram } from "./program.js";

const directory = mkdtempSync(join(tmpdir(), "platform-aws-"));
const kubeconfig = join(directory, "config");
writeFileSync(
  kubeconfig,
  JSON.stringify({
    clusters: [{ name: "kind", cluster: { server: "https://kind" } }],
    contexts: [{ name: "kind", context: { cluster: "kind", user: "me" } }],
    users: [{ name: "me", user: { token: "token of me" } }],
  }),
);
test.after.always(() => rmSync(directory, { recursive: true }));

const plain = parseSettings({ ...smallest(), cluster: { kind: "existing", kubeconfig, context: "kind" } });
const { orders } = plain.jobs;
const data = { read: [{ bucket: "lake", prefix: "raw" }], write: [], glue: [] };
const settings: Settings = {
  ...plain,
  postgres: {
    kind: "rds",
    namespace: "postgres",
    version: "17",
    instanceClass: "db.t4g.medium",
    storageGiB: 20,
    maxStorageGiB: 100,
    multiAz: false,
    backupDays: 7,
    protect: true,
  },
  airflow: { ...plain.airflow, logs: { kind: "s3" }, dags: { kind: "s3", bucket: "lake", prefix: "dags" } },
  jobs: {
    ...(orders !== undefined && {
      orders,
      flights: { ...orders, data },
      small: { ...orders, mode: { kind: "local" }, data },
    }),
  },
};

const asked: [Account, RoleAccess][] = [];

/** A cloud whose roles and server are resources, so that it can be seen who waits for them. */
function cloud(): Cloud {
  const resource = (name: string) => new pulumi.ComponentResource("test:cloud:Thing", name);
  return {
    s3: { region: "eu-central-1", credentials: "irsa" },
    s3Cidrs: ["52.219.170.0/23"],
    endpointCidrs: ["10.0.16.0/20"],
    bucketName: (key) => pulumi.output(`acme-${key}`),
    role(account, access) {
      asked.push([account, access]);
      return { annotations: { role: account.account }, resource: resource(`role-${account.account}`) };
    },
    logs: { bucket: pulumi.output("acme-logs"), prefix: "airflow" },
    buckets: {},
    roleArns: {},
    database: {
      host: pulumi.output("db.example"),
      port: 5432,
      adminUser: "administrator",
      adminPassword: pulumi.secret("rotated"),
      sslMode: "require",
      cidrs: ["10.0.32.0/20"],
      resource: resource("database"),
    },
  };
}

const { resources } = await runProgram(settings, () => ({
  placements: OWN_NODES,
  apiServer: [{ cidr: "10.0.48.0/20", port: 443 }],
  cloud: cloud(),
}));

function found(type: string, name: string): Registered {
  const resource = resources.find((other) => other.type === type && other.name === name);
  if (resource === undefined) throw new Error(`no ${type} ${name}`);
  return resource;
}

const dependencies = (type: string, name: string) => found(type, name).dependsOn;

test("a role for each account of a job with data and for Airflow's, with exactly what it is for", (t) => {
  const inTeam = (account: string) => ({ namespace: "spark-sales", account });
  t.deepEqual(asked, [
    [inTeam("spark-driver-flights"), { kind: "job", data }],
    [inTeam("spark-executor-flights"), { kind: "job", data }],
    [inTeam("spark-executor-small"), { kind: "job", data }],
    [
      { namespace: "airflow", account: "airflow" },
      { kind: "airflow", logs: true, dags: { bucket: "lake", prefix: "dags" } },
    ],
  ]);
});

test("accounts carry their role's annotations, and of a job's own only the driver's has rights and a token", (t) => {
  const accounts = ["spark-driver-flights", "spark-executor-flights", "spark-executor-small", "airflow"];
  t.deepEqual(
    accounts.map((name) => {
      const { metadata, automountServiceAccountToken } = found("core/v1:ServiceAccount", name).inputs;
      return [(metadata as { annotations: unknown }).annotations, automountServiceAccountToken];
    }),
    accounts.map((name) => [{ role: name }, name === "spark-driver-flights" || name === "airflow"]),
  );
  const roles = resources.filter(({ type, name }) => type.endsWith(":Role") && /flights|small/.test(name));
  t.deepEqual(
    roles.map(({ name }) => name),
    ["spark-driver-flights-spark-sales"],
  );
});

test("accounts wait for their roles, jobs and Airflow for the accounts, and whoever connects for the database", (t) => {
  const home = "WorkloadNamespace spark-sales";
  const role = (account: string) => `test:cloud:Thing role-${account}`;
  t.deepEqual(dependencies("DatabaseSetup", "databases"), ["WorkloadNamespace postgres", "test:cloud:Thing database"]);
  t.deepEqual(dependencies("WorkloadAccount", "spark-driver-flights"), [home, role("spark-driver-flights")]);
  t.deepEqual(dependencies("batch/v1:CronJob", "orders"), ["SparkTeam sales", "DatabaseSetup databases"]);
  t.deepEqual(dependencies("batch/v1:CronJob", "flights"), [
    "SparkTeam sales",
    "DatabaseSetup databases",
    "WorkloadAccount spark-driver-flights",
    "WorkloadAccount spark-executor-flights",
  ]);
  t.deepEqual(dependencies("WorkloadAccount", "airflow"), ["WorkloadNamespace airflow", home, role("airflow")]);
  t.deepEqual(dependencies("Airflow", "airflow"), [
    "WorkloadAccount airflow",
    "DatabaseSetup databases",
    "SparkTeam sales",
    "WorkloadAccount spark-driver-flights",
    "WorkloadAccount spark-executor-flights",
    "WorkloadAccount spark-executor-small",
  ]);
});

test("policies open AWS to Airflow and to the jobs with data, and the server's addresses instead of a pod's", (t) => {
  const policies = resources.filter(({ type }) => type.endsWith(":NetworkPolicy")).map(({ name }) => name);
  t.deepEqual(
    policies.filter((name) => !name.endsWith("deny-all")),
    [
      "postgres-allow-dns",
      "postgres-allow-setup",
      "spark-sales-allow-dns",
      "spark-sales-allow-driver",
      "spark-sales-allow-executor",
      "spark-sales-allow-aws-flights",
      "spark-sales-allow-aws-small",
      "airflow-allow-dns",
      "airflow-allow-airflow",
      "airflow-allow-aws",
    ],
  );
  for (const name of ["spark-sales-allow-driver", "airflow-allow-airflow", "postgres-allow-setup"]) {
    t.regex(found("networking.k8s.io/v1:NetworkPolicy", name).visible, /"cidr":"10\.0\.32\.0\/20"/, name);
  }
});

test("drivers know S3 and their nodes, and Airflow starts the same ones", (t) => {
  const cronJob = found("batch/v1:CronJob", "flights").visible;
  const files = found("core/v1:ConfigMap", "airflow-jobs").inputs["data"] as Record<string, string>;
  for (const driver of [cronJob, files["flights.yaml"] ?? ""]) {
    t.regex(driver, /fs\.s3a\.endpoint\.region=eu-central-1/);
    t.regex(driver, /WebIdentityTokenFileCredentialsProvider/);
    t.regex(driver, /spark-driver-flights/);
    t.regex(driver, /spark-platform\/nodes"?: ?"?drivers/);
  }
  t.notRegex(found("batch/v1:CronJob", "orders").visible, /s3a/);
});

test("Airflow and the setup of databases run on the platform's nodes, Airflow with its logs and DAGs in S3", (t) => {
  const airflow = found("apps/v1:Deployment", "airflow").visible;
  t.regex(airflow, /s3:\/\/acme-logs\/airflow/);
  t.regex(airflow, /\\"bucket_name\\":\\"acme-lake\\",\\"prefix\\":\\"dags\/\\"/);
  for (const pod of [airflow, found("batch/v1:Job", "databases").visible]) {
    t.regex(pod, /"spark-platform\/nodes":"platform"/);
  }
});
