import test from "ava";
import { stringify } from "yaml";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { CONTAINER, POD_SPEC, UNKNOWN, change, configMap, resource, team } from "../../objects.js";
import { airflow, claim, release, variable } from "../../spark-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "airflow-no-shared-pvc";
const EXECUTOR = "AIRFLOW__CORE__EXECUTOR";
const NAMESPACE = variable("AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE", "team");
const LOGS: Value = { name: "logs", persistentVolumeClaim: { claimName: "logs" } };

const program = (...resources: readonly Resource[]) => ({ resources: [team(), ...resources] });
const withLogs = (executor: Value, volume: Value = LOGS) =>
  airflow([variable(EXECUTOR, executor), NAMESPACE], "spec.template.spec.volumes", [volume]);
const efs = resource("kubernetes:storage.k8s.io/v1:StorageClass", {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "efs-sc" },
  provisioner: "efs.csi.aws.com",
});
const refused = (executor: string) => program(claim("logs"), withLogs(executor));
const LINES = [
  `${RULE} airflow: spec.template.spec.volumes[0] "logs" is claim "logs": the executor starts a pod for each task, and nothing says that it is not on EBS`,
];

test(
  "row 106: Airflow in one pod may keep its logs on a claim",
  accepts,
  program(claim("logs"), withLogs("LocalExecutor")),
);
for (const executor of ["KubernetesExecutor", "CeleryKubernetesExecutor", "LocalExecutor,KubernetesExecutor"]) {
  test(`the ${executor} with a claim on EBS is refused`, refuses, refused(executor), LINES, refused("LocalExecutor"));
}
test(
  "a claim that is certainly not on EBS may be shared",
  refuses,
  refused("KubernetesExecutor"),
  LINES,
  program(efs, claim("logs", "efs-sc"), withLogs("KubernetesExecutor")),
);
test(
  "volumes of each pod's own are no claim",
  accepts,
  program(withLogs("KubernetesExecutor", { name: "logs", emptyDir: {} })),
);
const configured = (executor: string) => {
  const { inputs } = airflow([], "spec.template.spec.volumes", [LOGS]);
  const pod = change(inputs, "spec.template.spec.containers.0.envFrom", [{ configMapRef: { name: "settings" } }]);
  const data = { "airflow.cfg": `[core]\nexecutor = ${executor}\n[kubernetes_executor]\nnamespace = team\n` };
  return program(claim("logs"), resource("kubernetes:apps/v1:Deployment", pod), configMap(data));
};
test(
  "the executor in airflow.cfg counts",
  refuses,
  configured("KubernetesExecutor"),
  LINES,
  configured("LocalExecutor"),
);

const template = (volume: Value, args: readonly string[] = ["airflow", "tasks", "run"]) => {
  const spec = change(change(POD_SPEC, "containers.0", change(CONTAINER, "args", args)), "volumes", [volume]);
  return configMap({ "pod.yaml": stringify({ apiVersion: "v1", kind: "Pod", metadata: { namespace: "team" }, spec }) });
};
test("the template of an executor's pods on a claim on EBS is refused with Airflow's reason", (t) => {
  const lines = verdict(program(claim("logs"), template(LOGS))).filter((line) => line.startsWith(RULE));
  t.deepEqual(lines, [
    `${RULE} settings: data["pod.yaml"] spec.volumes[0] "logs" is claim "logs": each task's pod mounts it, and nothing says that it is not on EBS`,
  ]);
  t.deepEqual(verdict(program(template({ name: "logs", emptyDir: {} }))), []);
  t.deepEqual(
    verdict(program(claim("logs"), template(LOGS, ["serve"]))).filter((line) => line.startsWith(RULE)),
    [],
  );
});

test("an executor that is not known yet is told of, if there is a claim", (t) => {
  const lines = (volume: Value) =>
    verdict(program(claim("logs"), withLogs(UNKNOWN, volume))).filter((line) => line.startsWith(RULE));
  t.deepEqual(lines(LOGS), [`${RULE} airflow: spec.template.spec: env ${EXECUTOR} is not known yet`]);
  t.deepEqual(lines({ name: "logs", emptyDir: {} }), []);
});

const unnamed = (...claims: readonly Resource[]) => ({
  ...program(
    efs,
    ...claims,
    withLogs("KubernetesExecutor", { name: "logs", persistentVolumeClaim: { claimName: UNKNOWN } }),
  ),
  dependencies: { "airflow.spec": claims.map(({ name }) => name) },
});
const about = (stack: ReturnType<typeof unnamed>) => verdict(stack).filter((line) => line.startsWith(RULE));
const ANY = (LINES[0] ?? "").replace('claim "logs"', "a claim");
test("a claim whose name is not known yet is the one whose output it is", (t) => {
  t.deepEqual(about(unnamed(claim("logs"))), [ANY]);
  t.deepEqual(about(unnamed(claim("logs", "efs-sc"))), []);
});
test("of several claims that it can be, all have to be elsewhere", (t) => {
  t.deepEqual(about(unnamed(claim("one", "efs-sc"), claim("two", "efs-sc"))), []);
  t.deepEqual(about(unnamed(claim("one", "efs-sc"), claim("two"))), [ANY]);
  t.deepEqual(about(unnamed()), [ANY]);
});
test("where it may be another claim, a first preview only tells of it", (t) => {
  const stack = unnamed(claim("one", "efs-sc"), claim("two"));
  const first = stack.resources.map((it) => ({ ...it, providerKnown: false }));
  t.true(verdict({ ...stack, resources: first }).includes(ANY.replace(RULE, "later")));
});

const READ = { parameters: { allowedCharts: ["airflow"], nonEbsStorageClasses: ["efs-sc"] } };
const released = (values: Value, inputs: Readonly<Record<string, Value>> = {}, ...others: readonly Resource[]) => ({
  ...program(release(values, inputs), ...others),
  ...READ,
});
const persisted = (what: string, more: Record<string, Value> = {}) => ({
  [what]: { persistence: { enabled: true, ...more } },
});
const inChart = (what: string) => [
  `${RULE} airflow: values.${what}.persistence.enabled is true, and nothing says that its class is not EBS`,
];
for (const [row, what, className] of [
  ["110", "logs", undefined],
  ["110", "logs", "gp3"],
  ["110", "logs", "fast"],
  ["111", "dags", "gp3"],
  ["111", "dags", undefined],
] as const) {
  test(
    `row ${row}: Airflow's chart with ${what} on a claim of class ${className ?? "left out"} is refused`,
    refuses,
    released(persisted(what, className === undefined ? {} : { storageClassName: className })),
    inChart(what),
    released(persisted(what, { storageClassName: "efs-sc" })),
  );
}
test(
  "row 113: workers with claims of their own pass",
  accepts,
  released({ ...persisted("workers"), logs: { persistence: { enabled: false } } }),
);
test("a chart without values keeps nothing", accepts, released({}));
test(
  "an existing claim is looked up",
  refuses,
  released(persisted("logs", { existingClaim: "logs" }), {}, claim("logs")),
  inChart("logs"),
  released(persisted("logs", { existingClaim: "logs" }), {}, claim("logs", "efs-sc")),
);
test(
  "a chart in an archive is known by its name, another chart is not meant",
  refuses,
  released(persisted("logs"), { chart: "charts/airflow-1.18.0.tgz" }),
  inChart("logs"),
  released(persisted("logs"), { chart: "charts/tool" }),
);
test("values that are not known yet are told of", (t) => {
  t.deepEqual(verdict(released(UNKNOWN)), [
    "later airflow: values.dags.persistence.enabled is not known yet",
    "later airflow: values.logs.persistence.enabled is not known yet",
  ]);
});
