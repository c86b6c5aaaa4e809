import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import test from "ava";

import { parseSettings } from "../../../infra/settings.js";
import { smallest } from "./example-settings.js";
import { isSecret, runProgram } from "./program.js";

const directory = mkdtempSync(join(tmpdir(), "platform-"));
const kubeconfig = join(directory, "config");
writeFileSync(
  kubeconfig,
  JSON.stringify({
    clusters: [{ name: "kind", cluster: { server: "https://kind" } }],
    contexts: [{ name: "kind", context: { cluster: "kind", user: "me" } }],
    users: [{ name: "me", user: { token: "token of me" } }],
  }),
);

const settings = parseSettings({ ...smallest(), cluster: { kind: "existing", kubeconfig, context: "kind" } });
const { resources, outputs } = await runProgram(settings);

test.after.always(() => rmSync(directory, { recursive: true }));

const ofType = (type: string) => resources.filter((resource) => resource.type === type);

/** Kubernetes objects have a group and version in their type. */
const objects = resources.filter(({ type }) => /\/v1:/.test(type));

test("the platform is exactly this, in this order, each object below the component that it belongs to", (t) => {
  const depths = new Map([["stack", -1]]);
  const lines = resources.map(({ type, name, parent }) => {
    const depth = (depths.get(parent) ?? NaN) + 1;
    depths.set(`${type} ${name}`, depth);
    return `${"  ".repeat(depth)}${type} ${name}`;
  });
  t.is(lines.join("\n"), TREE);
});

test("namespaces come before what is in them, the database before those who use it, and Airflow last", (t) => {
  const order = resources.filter(({ parent, type }) => parent === "stack" && type !== "pulumi:providers:kubernetes");
  t.deepEqual(Object.fromEntries(order.map(({ type, name, dependsOn }) => [`${type} ${name}`, dependsOn])), {
    "WorkloadNamespace postgres": [],
    "Postgres postgres": ["WorkloadNamespace postgres"],
    "WorkloadNamespace spark-sales": [],
    "SparkTeam sales": ["WorkloadNamespace spark-sales"],
    "batch/v1:CronJob orders": ["SparkTeam sales", "Postgres postgres"],
    "WorkloadNamespace airflow": [],
    "WorkloadAccount airflow": ["WorkloadNamespace airflow", "WorkloadNamespace spark-sales"],
    "Airflow airflow": ["WorkloadAccount airflow", "Postgres postgres", "SparkTeam sales"],
  });
});

test("every Kubernetes object goes to the cluster of the settings and never to the ambient one", (t) => {
  t.deepEqual([...new Set(objects.map(({ provider }) => provider))], ["cluster"]);
});

test("every object names its namespace, but those that have none", (t) => {
  const elsewhere = objects.filter(({ inputs }) => {
    const { namespace = "" } = inputs["metadata"] as { namespace?: string };
    return !["airflow", "postgres", "spark-sales"].includes(namespace);
  });
  t.deepEqual([...new Set(elsewhere.map(({ type }) => type))], ["core/v1:Namespace"]);
});

test("generated values and the kubeconfig are secret wherever they go", (t) => {
  t.deepEqual(
    resources.filter(({ visible }) => /generated (postgres|airflow)|token of me/.test(visible)).map(({ name }) => name),
    [],
  );
  // Proof that there was something to hide.
  t.true(resources.some(({ inputs }) => JSON.stringify(inputs).includes("generated postgres-warehouse-password")));
  t.true(resources.some(({ inputs }) => JSON.stringify(inputs).includes("token of me")));
});

test("the data of every Secret is secret as a whole", (t) => {
  const plain = ofType("core/v1:Secret").map(({ name, inputs }) => [name, isSecret(inputs["stringData"])]);
  t.deepEqual(Object.fromEntries(plain), { airflow: true, "postgres-passwords": true, "sales-warehouse": true });
});

test("Airflow may start pods in the teams' namespaces and nowhere else", (t) => {
  const roles = ofType("rbac.authorization.k8s.io/v1:Role").map(({ inputs }) => inputs["metadata"]);
  t.like(roles, [
    { name: "spark-driver", namespace: "spark-sales" },
    { name: "airflow", namespace: "spark-sales" },
  ]);
});

test("Postgres' namespace has room for two pods of it", (t) => {
  const quota = ofType("core/v1:ResourceQuota").find(({ name }) => name === "postgres-quota");
  t.like(quota?.inputs["spec"], { hard: { "requests.cpu": "1000m", "requests.memory": "1024Mi", pods: "2" } });
});

test("what holds the data is protected, unless the settings say otherwise", (t) => {
  t.deepEqual(
    resources.filter(({ protect }) => protect).map(({ type, name }) => `${type} ${name}`),
    ["core/v1:Namespace postgres", "core/v1:PersistentVolumeClaim postgres-data"],
  );
});

test("Airflow gets every job's pod template and every DAG file of the repository", (t) => {
  const files = ofType("core/v1:ConfigMap").map(({ name, inputs }) => [name, Object.keys(inputs["data"] as object)]);
  t.like(Object.fromEntries(files), {
    "airflow-jobs": ["orders.yaml"],
    "airflow-dags": readdirSync("dags")
      .filter((file) => file.endsWith(".py"))
      .sort(),
  });
});

test("the outputs name everything that scripts ask for, and the password is a secret", async (t) => {
  const { airflowPassword, ...plain } = outputs;
  t.deepEqual(plain, {
    airflow: {
      namespace: "airflow",
      service: "airflow",
      port: 8080,
      user: "admin",
      reach: "kubectl -n airflow port-forward service/airflow 8080",
    },
    postgres: { namespace: "postgres", pod: "postgres-0", databases: ["airflow", "warehouse"] },
    jobs: { orders: { namespace: "spark-sales", cronJob: "orders" } },
    namespaces: ["airflow", "postgres", "spark-sales"],
  });
  t.true(await pulumi.isSecret(airflowPassword));
});

const TREE = `
pulumi:providers:kubernetes cluster
WorkloadNamespace postgres
  core/v1:Namespace postgres
  core/v1:ResourceQuota postgres-quota
  core/v1:LimitRange postgres-container-defaults
  networking.k8s.io/v1:NetworkPolicy postgres-deny-all
  networking.k8s.io/v1:NetworkPolicy postgres-allow-postgres
Postgres postgres
  GeneratedSecret postgres-airflow-password
  GeneratedSecret postgres-warehouse-password
  WorkloadAccount postgres-account
    core/v1:ServiceAccount postgres-account
  core/v1:PersistentVolumeClaim postgres-data
  core/v1:ConfigMap postgres-config
  core/v1:Secret postgres-passwords
  core/v1:Service postgres
  apps/v1:StatefulSet postgres
WorkloadNamespace spark-sales
  core/v1:Namespace spark-sales
  core/v1:ResourceQuota spark-sales-quota
  core/v1:LimitRange spark-sales-container-defaults
  networking.k8s.io/v1:NetworkPolicy spark-sales-deny-all
  networking.k8s.io/v1:NetworkPolicy spark-sales-allow-dns
  networking.k8s.io/v1:NetworkPolicy spark-sales-allow-driver
  networking.k8s.io/v1:NetworkPolicy spark-sales-allow-executor
SparkTeam sales
  WorkloadAccount sales-driver
    core/v1:ServiceAccount sales-driver
    rbac.authorization.k8s.io/v1:Role sales-driver-spark-sales
    rbac.authorization.k8s.io/v1:RoleBinding sales-driver-spark-sales
  WorkloadAccount sales-executor
    core/v1:ServiceAccount sales-executor
  core/v1:ConfigMap sales-executor-template
  core/v1:Secret sales-warehouse
batch/v1:CronJob orders
WorkloadNamespace airflow
  core/v1:Namespace airflow
  core/v1:ResourceQuota airflow-quota
  core/v1:LimitRange airflow-container-defaults
  networking.k8s.io/v1:NetworkPolicy airflow-deny-all
  networking.k8s.io/v1:NetworkPolicy airflow-allow-dns
  networking.k8s.io/v1:NetworkPolicy airflow-allow-airflow
WorkloadAccount airflow
  core/v1:ServiceAccount airflow
  rbac.authorization.k8s.io/v1:Role airflow-spark-sales
  rbac.authorization.k8s.io/v1:RoleBinding airflow-spark-sales
Airflow airflow
  GeneratedSecret airflow-password
  GeneratedSecret airflow-jwt-secret
  GeneratedSecret airflow-fernet-key
  GeneratedSecret airflow-api-secret-key
  core/v1:Secret airflow
  batch/v1:Job airflow-migration
  core/v1:ConfigMap airflow-dags
  core/v1:ConfigMap airflow-jobs
  apps/v1:Deployment airflow
  core/v1:Service airflow
`.trim();
