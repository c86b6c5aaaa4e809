import { readFile, readdir } from "node:fs/promises";

import test from "ava";

import { type Value, snapshot } from "../../../../policies/model/values.js";
import { flights, orders } from "../../../unit/components/spark/sample-jobs.js";
import { driverPod } from "../../../../components/spark/driver-pod.js";
import {
  AIRFLOW_SETTINGS,
  literalVariables,
  SECRET_VARIABLES,
  secretVariables,
} from "../../../../components/kubernetes/airflow-environment.js";
import { CONTAINER, CRON_JOB_POD, POD_SPEC, UNKNOWN, change, configMap, cronJob, team } from "../../objects.js";
import { SERVER, object, podFile, podPatch } from "../../pods-objects.js";
import { type Program, accepts, refuses, verdict } from "../../verdict.js";

const RULE = "k8s-no-secret-literal";
const SECRET = "hunter2";
const BASE = `${CRON_JOB_POD}.containers[0] "base"`;

const pod = (path: string, value: Value): Program => ({
  resources: [team(), cronJob(`${CRON_JOB_POD}.${path}`, value)],
});
const container = (field: string, value: Value): Program => ({
  resources: [team(), cronJob(CRON_JOB_POD, change(SERVER, `containers.0.${field}`, value))],
});
const env = (...variables: Value[]): Program => container("env", variables);
const line = (rest: string): string[] => [`${RULE} pi: ${rest}`];
const fromSecret = { name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } };

test(
  "a variable's literal secret is refused",
  refuses,
  env({ name: "DB_PASSWORD", value: SECRET }),
  line(`${BASE}: env "DB_PASSWORD" holds a literal secret`),
  env(fromSecret),
);
test(
  "a variable that takes up another one is accepted",
  accepts,
  env(fromSecret, { name: "PGPASSWORD", value: "$(DB_PASSWORD)" }),
);
test(
  "a secret inside a variable's value is refused",
  refuses,
  env({ name: "HOST", value: "db" }, { name: "URL", value: `postgres://me:${SECRET}@db` }),
  line(`${BASE}: env "URL" holds a password in a URL`),
  env({ name: "URL", value: "postgres://me@db" }),
);
test(
  "a variable of a secret's name breaks the rule while it is unknown, another does not",
  refuses,
  env({ name: "DB_PASSWORD", value: UNKNOWN }),
  line(`${BASE}: env "DB_PASSWORD" may hold a literal secret: its value is not known yet`),
  env({ name: "DB_HOST", value: UNKNOWN }),
);
test("a variable without a name is judged by its value", (t) => {
  t.deepEqual(verdict(env({ value: `redis://:${SECRET}@db` })), line(`${BASE}: env "" holds a password in a URL`));
});

test("a secret on the command line is refused, however it is split", (t) => {
  const said = (spec: Value): readonly string[] => verdict({ resources: [team(), cronJob(CRON_JOB_POD, spec)] });
  const place = `${BASE}: command line holds a literal for "password"`;
  const one = change(change(SERVER, "containers.0.command", ["psql", "--password"]), "containers.0.args", [SECRET]);
  t.deepEqual(said(one), line(place));
  t.deepEqual(said(change(SERVER, "containers.0.args", [`--password=${SECRET}`, `--password=${SECRET}`])), line(place));
  t.deepEqual(
    said(change(SERVER, "containers.0.args", ["--password", UNKNOWN])),
    line(`${BASE}: command line may hold a literal for "password": its value is not known yet`),
  );
  t.deepEqual(said(change(SERVER, "containers.0.args", ["--password=$(DB_PASSWORD)"])), []);
});
for (const path of ["lifecycle.postStart", "lifecycle.preStop", "livenessProbe", "readinessProbe", "startupProbe"]) {
  const hook = (password: string): Program => {
    const [outer = "", inner] = path.split(".");
    const exec = { exec: { command: ["check", `--password=${password}`] } };
    return container(outer, inner === undefined ? exec : { [inner]: exec });
  };
  test(
    `a secret in the ${path} of a container is refused`,
    refuses,
    hook(SECRET),
    line(`${BASE}: ${path}.exec.command holds a literal for "password"`),
    hook("$(PASSWORD)"),
  );
}
for (const list of ["initContainers", "ephemeralContainers"]) {
  const other = change(change(CONTAINER, "name", "other"), "env", [{ name: "TOKEN", value: SECRET }]);
  const one = list === "initContainers" ? other : change(other, "resources", undefined);
  test(
    `${list} are judged too`,
    refuses,
    pod(list, [one]),
    line(`${CRON_JOB_POD}.${list}[0] "other": env "TOKEN" holds a literal secret`),
    pod(list, [change(one, "env", [])]),
  );
}
test("an unknown container is for other rules", (t) => {
  const lines = verdict(pod("containers", UNKNOWN));
  t.deepEqual(
    lines.filter((it) => it.startsWith(RULE)),
    [],
  );
});
test("a patch is judged for what it says", (t) => {
  const patch = podPatch({ containers: [{ name: "base", env: [{ name: "TOKEN", value: SECRET }] }] });
  t.deepEqual(verdict({ resources: [team(), patch] }), [
    `${RULE} it: spec.template.spec.containers[0] "base": env "TOKEN" holds a literal secret`,
  ]);
});

const files = (data: Value): Program => ({ resources: [team(), configMap(data)] });
test(
  "a secret in a file of a ConfigMap is refused",
  refuses,
  files({ "app.properties": `db.password=${SECRET}` }),
  [`${RULE} settings: data["app.properties"] holds a literal for "db.password"`],
  files({ "app.properties": "db.password=${DB_PASSWORD}" }),
);
test(
  "a key of a ConfigMap that is a variable is refused",
  refuses,
  files({ DB_PASSWORD: SECRET }),
  [`${RULE} settings: data["DB_PASSWORD"] holds a literal secret`],
  files({ DB_PASSWORD_FILE: "/run/secrets/db" }),
);
test(
  "a pod in a file is judged like any other, and once",
  refuses,
  {
    resources: [
      team(),
      podFile({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { namespace: "team" },
        spec: change(SERVER, "containers.0.args", [`--password=${SECRET}`]),
      }),
    ],
  },
  [`${RULE} settings: data["pod.yaml"] spec.containers[0] "base": command line holds a literal for "password"`],
  { resources: [team(), podFile({ apiVersion: "v1", kind: "Pod", metadata: { namespace: "team" }, spec: POD_SPEC })] },
);

const ofRule = (program: Program): readonly string[] => verdict(program).filter((it) => it.startsWith(RULE));
for (const [kind, path] of [
  ["SparkApplication", "spec"],
  ["ScheduledSparkApplication", "spec.template"],
] as const) {
  const application = (rest: Readonly<Record<string, Value>>): Program => ({
    resources: [
      team(),
      object("sparkoperator.k8s.io/v1beta2", kind, "it", { spec: path === "spec" ? rest : { template: rest } }),
    ],
  });
  const said = (rest: Readonly<Record<string, Value>>): string[] =>
    [...ofRule(application(rest))].map((it) => it.replace(`${RULE} it: ${path}.`, ""));
  test(`everything in a ${kind} that holds settings is judged`, (t) => {
    t.deepEqual(said({ sparkConf: { "spark.ssl.keyPassword": SECRET, "spark.executor.cores": "1" } }), [
      'sparkConf["spark.ssl.keyPassword"] holds a literal secret',
    ]);
    t.deepEqual(said({ hadoopConf: { "fs.s3a.secret.key": SECRET } }), [
      'hadoopConf["fs.s3a.secret.key"] holds a literal secret',
    ]);
    t.deepEqual(said({ arguments: ["--token", SECRET] }), ['arguments holds a literal for "token"']);
    for (const role of ["driver", "executor"]) {
      t.deepEqual(said({ [role]: { env: [{ name: "TOKEN", value: SECRET }] } }), [
        `${role}.env "TOKEN" holds a literal secret`,
      ]);
      t.deepEqual(said({ [role]: { envVars: { TOKEN: SECRET } } }), [
        `${role}.envVars["TOKEN"] holds a literal secret`,
      ]);
      t.deepEqual(said({ [role]: { javaOptions: `-Dtoken=${SECRET}` } }), [
        `${role}.javaOptions holds a literal for "token"`,
      ]);
    }
    t.deepEqual(said({ sparkConf: { "spark.kubernetes.driver.secretKeyRef.TOKEN": "api:token" }, hadoopConf: {} }), []);
  });
}

test("no message repeats a secret", (t) => {
  const everywhere: Program = {
    resources: [
      team(),
      cronJob(
        CRON_JOB_POD,
        change(change(SERVER, "containers.0.env", [{ name: "TOKEN", value: SECRET }]), "containers.0.args", [
          `--x=postgres://a:${SECRET}@b`,
          "--token",
          SECRET,
          `password=${SECRET}`,
        ]),
      ),
      configMap({ TOKEN: SECRET, "x.yaml": `password: ${SECRET}`, "y.py": `token = "${SECRET}"` }),
    ],
  };
  const lines = verdict(everywhere);
  t.is(lines.length, 7);
  t.false(lines.join("\n").includes(SECRET));
});

const placement = { namespace: "team" };
const airflow = [...literalVariables(AIRFLOW_SETTINGS), ...secretVariables("airflow", Object.values(SECRET_VARIABLES))];
test("what the platform itself writes passes", async (t) => {
  const folders = ["dags", "components/kubernetes/postgres"];
  const texts = await Promise.all(
    folders.map(async (folder) => textsIn(new URL(`../../../../${folder}/`, import.meta.url))),
  );
  const drivers = [flights, orders].map((job) =>
    cronJob(CRON_JOB_POD, snapshot(driverPod(job, placement).spec), { name: job.name }),
  );
  const maps = texts.map((data, index) => configMap(data, { name: `files-${index}` }));
  const server = cronJob(CRON_JOB_POD, change(SERVER, "containers.0.env", snapshot(airflow)));
  t.deepEqual(verdict({ resources: [team(), server, ...drivers, ...maps] }), []);
  t.true(texts.every((data) => Object.keys(data).length > 1));
});

async function textsIn(folder: URL): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readFile(new URL(file, folder), "utf8")] as const)),
  );
}
