import test from "ava";
import { parse } from "yaml";
import { args, deploy, inputsOf, template } from "./airflow-example.js";

interface Deployed {
  spec: { template: { metadata: { annotations: Record<string, string> } } };
}

async function annotations(changes: Parameters<typeof deploy>[0] = {}) {
  return (await inputsOf<Deployed>("Deployment", changes)).spec.template.metadata.annotations;
}

const labels = { "app.kubernetes.io/name": "airflow", "app.kubernetes.io/part-of": "spark-platform" };

test.serial("files and Deployment wait for the migration, and the Service for the Deployment", async (t) => {
  const resources = await deploy();
  t.deepEqual(
    resources.map(({ type, name, parent, dependsOn }) => [type, name, parent, dependsOn]),
    [
      ["spark-platform:kubernetes:Airflow", "airflow", undefined, undefined],
      ["pulumi-nodejs:dynamic/spark-platform:GeneratedSecret", "airflow-password", "airflow", undefined],
      ["pulumi-nodejs:dynamic/spark-platform:GeneratedSecret", "airflow-jwt-secret", "airflow", undefined],
      ["pulumi-nodejs:dynamic/spark-platform:GeneratedSecret", "airflow-fernet-key", "airflow", undefined],
      ["pulumi-nodejs:dynamic/spark-platform:GeneratedSecret", "airflow-api-secret-key", "airflow", undefined],
      ["kubernetes:core/v1:Secret", "airflow", "airflow", undefined],
      ["kubernetes:batch/v1:Job", "airflow-migration", "airflow", ["airflow"]],
      ["kubernetes:core/v1:ConfigMap", "airflow-dags", "airflow", ["airflow-migration"]],
      ["kubernetes:core/v1:ConfigMap", "airflow-jobs", "airflow", ["airflow-migration"]],
      [
        "kubernetes:apps/v1:Deployment",
        "airflow",
        "airflow",
        ["airflow", "airflow-dags", "airflow-jobs", "airflow-migration"],
      ],
      ["kubernetes:core/v1:Service", "airflow", "airflow", ["airflow"]],
    ],
  );
});

test.serial("the Secret holds what Airflow must not lose, and nobody sees it in a plan", async (t) => {
  const { metadata, stringData } = await inputsOf<{ metadata: unknown; stringData: unknown }>("Secret");
  t.deepEqual<unknown, unknown>(
    { metadata, stringData },
    {
      metadata: { name: "airflow", namespace: "airflow", labels },
      stringData: {
        secret: {
          AIRFLOW__DATABASE__SQL_ALCHEMY_CONN:
            "postgresql+psycopg2://airflow:p%40ss%2Fw%25rd@postgres.postgres.svc:5432/airflow",
          AIRFLOW__CORE__FERNET_KEY: "generated airflow-fernet-key",
          AIRFLOW__API_AUTH__JWT_SECRET: "generated airflow-jwt-secret",
          AIRFLOW__API__SECRET_KEY: "generated airflow-api-secret-key",
          "passwords.json": '{"admin":"generated airflow-password"}',
        },
      },
    },
  );
});

test.serial("no secret is written anywhere but into the Secret", async (t) => {
  const others = (await deploy()).filter(({ type }) => !type.endsWith(":Secret") && !type.endsWith("GeneratedSecret"));
  const text = JSON.stringify(others);
  t.notRegex(text, /generated airflow-|p@ss|p%40ss/);
});

test.serial("DAG files and pod templates are ConfigMaps, templates as complete pods", async (t) => {
  const maps = (await deploy()).filter(({ type }) => type.endsWith(":ConfigMap")).map(({ inputs }) => inputs);
  const [dags, jobs] = maps as { metadata: unknown; data: Record<string, string> }[];
  t.deepEqual(dags?.metadata, { name: "airflow-dags", namespace: "airflow", labels });
  t.deepEqual(dags?.data, args.dags);
  t.deepEqual(jobs?.metadata, { name: "airflow-jobs", namespace: "airflow", labels });
  t.deepEqual(Object.keys(jobs?.data ?? {}), ["flights.yaml"]);
  t.deepEqual(parse(jobs?.data["flights.yaml"] ?? ""), { apiVersion: "v1", kind: "Pod", ...template });
});

test.serial("one pod at a time, replaced as a whole, reported as failed after a quarter of an hour", async (t) => {
  const deployment = (await deploy()).find(({ type }) => type.endsWith(":Deployment"));
  t.deepEqual(deployment?.options, { customTimeouts: { create: "960s", update: "960s" } });
  t.like(deployment?.inputs, {
    metadata: { name: "airflow", namespace: "airflow", labels },
    spec: {
      replicas: 1,
      strategy: { type: "Recreate" },
      progressDeadlineSeconds: 900,
      selector: { matchLabels: { ...labels, "app.kubernetes.io/component": "server" } },
      template: { metadata: { labels: { ...labels, "app.kubernetes.io/component": "server" } } },
    },
  });
});

test.serial("new DAGs, job templates and secrets roll the pod; the order of files does not", async (t) => {
  const before = await annotations();
  t.is(before["karpenter.sh/do-not-disrupt"], "true");
  t.is(before["cluster-autoscaler.kubernetes.io/safe-to-evict"], "false");

  const reordered = Object.fromEntries(Object.entries(args.dags).reverse());
  t.deepEqual(await annotations({ dags: reordered }), before);

  const contentHashes = [
    before,
    await annotations({ dags: { ...args.dags, "nightly.py": "print('changed')\n" } }),
    await annotations({ dags: { "renamed.py": "print('nightly')\n", "helper.py": "print('helper')\n" } }),
    await annotations({ jobs: { orders: template } }),
  ].map((each) => each["spark-platform/content-hash"]);
  t.is(new Set(contentHashes).size, 4);
  t.true(contentHashes.every((hash) => /^[0-9a-f]{16}$/.test(String(hash))));

  const rotated = await annotations({ database: { ...args.database, password: "another" } });
  t.regex(String(before["spark-platform/secret-hash"]), /^[0-9a-f]{16}$/);
  t.not(rotated["spark-platform/secret-hash"], before["spark-platform/secret-hash"]);
  t.is(rotated["spark-platform/content-hash"], before["spark-platform/content-hash"]);
});

test.serial("the Service finds the pod that serves, not the one that migrates", async (t) => {
  t.deepEqual((await inputsOf<{ spec: unknown }>("Service")).spec, {
    selector: { ...labels, "app.kubernetes.io/component": "server" },
    type: "ClusterIP",
    ports: [{ name: "http", port: 8080, targetPort: "http" }],
  });
  const open = await inputsOf<{ spec: unknown }>("Service", { service: { kind: "nodePort", port: 30080 } });
  t.deepEqual(open.spec, {
    selector: { ...labels, "app.kubernetes.io/component": "server" },
    type: "NodePort",
    externalTrafficPolicy: "Local",
    ports: [{ name: "http", port: 8080, targetPort: "http", nodePort: 30080 }],
  });
});
