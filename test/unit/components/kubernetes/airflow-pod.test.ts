import type { types } from "@pulumi/kubernetes";
import type { Unwrap } from "@pulumi/pulumi";
import test from "ava";
import { args, inputsOf } from "./airflow-example.js";

type PodSpec = Unwrap<types.input.core.v1.PodSpec>;
type Container = Unwrap<types.input.core.v1.Container>;

async function pod(changes: Parameters<typeof inputsOf>[1] = {}): Promise<PodSpec> {
  return (await inputsOf<{ spec: { template: { spec: PodSpec } } }>("Deployment", changes)).spec.template.spec;
}

async function containers(changes: Parameters<typeof inputsOf>[1] = {}): Promise<Container[]> {
  const { initContainers = [], containers } = await pod(changes);
  return [...initContainers, ...containers];
}

const commands = (list: Container[]) => list.map(({ name, command, args: words }) => [name, command, words]);

const mountPaths = ({ volumeMounts = [] }: Container) => volumeMounts.map(({ mountPath }) => mountPath);

test.serial("four processes start after the password file is in place and the database is checked", async (t) => {
  const { initContainers = [], containers } = await pod();
  t.deepEqual(commands(initContainers), [
    [
      "passwords",
      ["install", "--mode=600", "/run/airflow-passwords/passwords.json", "/opt/airflow/passwords.json"],
      undefined,
    ],
    ["check-migrations", undefined, ["airflow", "db", "check-migrations", "--migration-wait-timeout", "60"]],
  ]);
  t.deepEqual(commands(containers), [
    ["api-server", undefined, ["airflow", "api-server"]],
    ["scheduler", undefined, ["airflow", "scheduler", "--skip-serve-logs"]],
    ["dag-processor", undefined, ["airflow", "dag-processor"]],
    ["triggerer", undefined, ["airflow", "triggerer", "--skip-serve-logs"]],
  ]);
});

test.serial("the pod satisfies Pod Security `restricted`, with a read-only root file system", async (t) => {
  t.like(await pod(), {
    serviceAccountName: "airflow",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 60,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 50000,
      runAsGroup: 0,
      seccompProfile: { type: "RuntimeDefault" },
    },
  });
  for (const { securityContext } of await containers()) {
    t.deepEqual<unknown, unknown>(securityContext, {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    });
  }
});

test.serial(
  "every container has requests and limits, and the scheduler's memory follows the parallelism",
  async (t) => {
    const sizes = async (parallelism: number) =>
      Object.fromEntries((await containers({ parallelism })).map(({ name, resources }) => [name, resources]));
    const size = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { cpu: "2", memory } });
    const four = await sizes(4);
    t.deepEqual<unknown, unknown>(four, {
      passwords: size("50m", "64Mi"),
      "check-migrations": size("200m", "512Mi"),
      "api-server": size("200m", "768Mi"),
      scheduler: size("200m", "1280Mi"),
      "dag-processor": size("100m", "512Mi"),
      triggerer: size("100m", "512Mi"),
    });
    t.deepEqual<unknown, unknown>((await sizes(8))["scheduler"], size("200m", "2048Mi"));
  },
);

test.serial("volumes are scratch space, ConfigMaps, one file of the Secret and the token: no claim", async (t) => {
  t.deepEqual<unknown, unknown>((await pod()).volumes, [
    { name: "home", emptyDir: { sizeLimit: "2Gi" } },
    { name: "tmp", emptyDir: { sizeLimit: "512Mi" } },
    { name: "dags", configMap: { name: "airflow-dags" } },
    { name: "jobs", configMap: { name: "airflow-jobs" } },
    {
      name: "passwords",
      secret: {
        secretName: "airflow",
        defaultMode: 0o440,
        items: [{ key: "passwords.json", path: "passwords.json" }],
      },
    },
    {
      name: "api-token",
      projected: {
        sources: [
          { serviceAccountToken: { path: "token", expirationSeconds: 3607 } },
          { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
          { downwardAPI: { items: [{ path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } }] } },
        ],
      },
    },
  ]);
});

test.serial(
  "DAG files are mounted one by one into the processes that import them, the token where drivers are started and watched",
  async (t) => {
    const scratch = ["/opt/airflow", "/tmp"];
    const token = "/var/run/secrets/kubernetes.io/serviceaccount";
    const files = ["/opt/airflow/dags/helper.py", "/opt/airflow/dags/nightly.py", "/opt/airflow/jobs"];
    t.deepEqual(Object.fromEntries((await containers()).map((each) => [each.name, mountPaths(each)])), {
      passwords: [...scratch, "/run/airflow-passwords"],
      "check-migrations": scratch,
      "api-server": scratch,
      scheduler: [...scratch, ...files, token],
      "dag-processor": [...scratch, ...files],
      triggerer: [...scratch, ...files, token],
    });
    const scheduler = (await containers()).find(({ name }) => name === "scheduler");
    t.deepEqual(
      scheduler?.volumeMounts?.find(({ mountPath }) => mountPath === "/opt/airflow/dags/nightly.py"),
      { name: "dags", mountPath: "/opt/airflow/dags/nightly.py", subPath: "nightly.py", readOnly: true },
    );
  },
);

test.serial("secrets come from the Secret by reference, settings as they are", async (t) => {
  const variables = (await containers()).find(({ name }) => name === "api-server")?.env ?? [];
  t.deepEqual(
    variables.filter(({ value }) => value === undefined),
    [
      "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
      "AIRFLOW__CORE__FERNET_KEY",
      "AIRFLOW__API_AUTH__JWT_SECRET",
      "AIRFLOW__API__SECRET_KEY",
    ].map((name) => ({ name, valueFrom: { secretKeyRef: { name: "airflow", key: name } } })),
  );
  t.like(Object.fromEntries(variables.map(({ name, value }) => [name, value])), {
    AIRFLOW__CORE__EXECUTOR: "LocalExecutor",
    AIRFLOW__CORE__PARALLELISM: "4",
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS: "False",
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS: "admin:admin",
    AIRFLOW__CORE__EXECUTION_API_SERVER_URL: "http://localhost:8080/execution/",
    AIRFLOW__CORE__DAGS_FOLDER: "/opt/airflow/dags",
    PYTHONPATH: "/opt/airflow/dags",
  });
  const all = (await containers()).filter(({ name }) => name !== "passwords");
  t.true(all.every(({ env }) => JSON.stringify(env) === JSON.stringify(variables)));
});

test.serial("every process is probed from its start on, and only the web pages decide about readiness", async (t) => {
  const probes = Object.fromEntries((await pod()).containers.map((each) => [each.name, each]));
  t.like(probes["api-server"], {
    startupProbe: { httpGet: { path: "/api/v2/version", port: 8080 }, periodSeconds: 10, failureThreshold: 60 },
    livenessProbe: { httpGet: { path: "/api/v2/version", port: 8080 }, periodSeconds: 30, failureThreshold: 5 },
    readinessProbe: { httpGet: { path: "/api/v2/version", port: 8080 } },
  });
  t.like(probes["scheduler"], {
    startupProbe: { httpGet: { path: "/health", port: 8974 } },
    livenessProbe: { httpGet: { path: "/health", port: 8974 } },
    readinessProbe: undefined,
  });
  for (const [name, component] of [
    ["dag-processor", "dag_processor"],
    ["triggerer", "triggerer"],
  ] as const) {
    const { startupProbe, livenessProbe, readinessProbe } = probes[name] ?? {};
    t.is(readinessProbe, undefined);
    for (const probe of [startupProbe, livenessProbe]) {
      t.deepEqual(
        probe?.exec?.command?.filter((_, index) => index !== 2),
        ["python3", "-c", component],
      );
      t.is(probe?.timeoutSeconds, 20);
    }
  }
});

test.serial("the image decides what runs, in all containers", async (t) => {
  t.true((await containers()).every(({ image }) => image === args.image));
});
