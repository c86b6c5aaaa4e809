import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { UNKNOWN, change, configMap, resource, team } from "../../objects.js";
import { OWN_NAMESPACE, airflow, variable } from "../../spark-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "airflow-pod-namespace";
const BASE = 'spec.template.spec.containers[0] "base"';
const EXECUTOR = "AIRFLOW__CORE__EXECUTOR";
const NAMESPACE = "AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE";
const MISSING = `${RULE} airflow: ${BASE}: env ${NAMESPACE} is missing`;

const inTeam = (...resources: readonly Resource[]) => ({ resources: [team(), ...resources] });
const withExecutor = (executor: string, ...env: readonly Value[]) =>
  inTeam(airflow([variable(EXECUTOR, executor), ...env]));
const onKubernetes = (...env: readonly Value[]) => withExecutor("KubernetesExecutor", ...env);
const correct = onKubernetes(variable(NAMESPACE, "team"));

test("N42: the KubernetesExecutor without a namespace is refused", refuses, onKubernetes(), [MISSING], correct);
test("N43: the pod's own namespace is one", accepts, onKubernetes({ name: NAMESPACE, valueFrom: OWN_NAMESPACE }));
for (const executor of [
  "CeleryKubernetesExecutor",
  "LocalExecutor,KubernetesExecutor",
  "airflow.providers.cncf.kubernetes.executors.kubernetes_executor.KubernetesExecutor",
]) {
  test(`${executor} starts pods too`, refuses, withExecutor(executor), [MISSING], withExecutor("LocalExecutor"));
}
test("an empty namespace is a missing one", refuses, onKubernetes(variable(NAMESPACE, "")), [MISSING], correct);
test(
  "the namespace default is refused",
  refuses,
  onKubernetes(variable(NAMESPACE, "default")),
  [`${RULE} airflow: ${BASE}: env ${NAMESPACE} is "default"`],
  correct,
);
test(
  "a namespace that nobody declares is refused, unless it is listed",
  refuses,
  onKubernetes(variable(NAMESPACE, "taem")),
  [`${RULE} airflow: ${BASE}: env ${NAMESPACE} is "taem", which this stack does not declare`],
  { ...onKubernetes(variable(NAMESPACE, "taem")), parameters: { externalNamespaces: ["taem"] } },
);
test(
  "the old name of the setting does not count",
  refuses,
  onKubernetes(variable("AIRFLOW__KUBERNETES__NAMESPACE", "team")),
  [`${MISSING}: AIRFLOW__KUBERNETES__NAMESPACE has no meaning any more`],
  correct,
);

const requires = { requiredNamespaceEnv: ["SPARK_NAMESPACE"] };
const local = (...env: readonly Value[]) => ({ ...withExecutor("LocalExecutor", ...env), parameters: requires });
test(
  "a variable that DAGs read is asked for",
  refuses,
  local(),
  [`${RULE} airflow: ${BASE}: env SPARK_NAMESPACE is missing`],
  local(variable("SPARK_NAMESPACE", "team")),
);
test("it is not asked of containers that have no settings of Airflow", accepts, {
  resources: [team(), airflow([variable("TZ", "UTC")])],
  parameters: requires,
});

const fromConfigMap = (data: Readonly<Record<string, string>>) => {
  const scheduler = airflow([]);
  const path = "spec.template.spec.containers.0.envFrom";
  const inputs = change(scheduler.inputs, path, [{ configMapRef: { name: "settings" } }]);
  return inTeam({ ...scheduler, inputs }, configMap(data));
};
test(
  "variables out of a ConfigMap are read",
  refuses,
  fromConfigMap({ [EXECUTOR]: "KubernetesExecutor" }),
  [MISSING],
  fromConfigMap({ [EXECUTOR]: "KubernetesExecutor", [NAMESPACE]: "team\n" }),
);
const configuration = (rest: string) => ({
  "airflow.cfg": `# settings\n[core]\nexecutor = KubernetesExecutor\n${rest}`,
});
test(
  "airflow.cfg is read, section by section",
  refuses,
  fromConfigMap(configuration("namespace = team\n[kubernetes]\nnamespace = team\n")),
  [`${MISSING}: AIRFLOW__KUBERNETES__NAMESPACE has no meaning any more`],
  fromConfigMap(configuration("[kubernetes_executor]\nnamespace = team\n")),
);
test(
  "a container's own variable counts before a ConfigMap's",
  refuses,
  { resources: [...fromConfigMap({ [NAMESPACE]: "team" }).resources.slice(0, 1), ...overruled("taem").resources] },
  [`${RULE} airflow: ${BASE}: env ${NAMESPACE} is "taem", which this stack does not declare`],
  { resources: [team(), ...overruled("team").resources] },
);
function overruled(namespace: string): { resources: readonly Resource[] } {
  const scheduler = airflow([variable(EXECUTOR, "KubernetesExecutor"), variable(NAMESPACE, namespace)]);
  const path = "spec.template.spec.containers.0.envFrom";
  const inputs = change(scheduler.inputs, path, [{ configMapRef: { name: "settings" } }]);
  return { resources: [{ ...scheduler, inputs }, configMap({ [NAMESPACE]: "default" })] };
}

test("what is not known is not taken for a namespace", (t) => {
  const lines = (env: readonly Value[]) => verdict(inTeam(airflow(env))).filter((line) => line.startsWith(RULE));
  const executor = variable(EXECUTOR, "KubernetesExecutor");
  t.deepEqual(lines([executor, variable(NAMESPACE, UNKNOWN)]), [MISSING.replace("missing", "not known yet")]);
  const secret = { name: NAMESPACE, valueFrom: { secretKeyRef: { name: "settings", key: "namespace" } } };
  t.deepEqual(lines([executor, secret]), [MISSING.replace("missing", "not known yet")]);
  t.deepEqual(lines([variable(EXECUTOR, UNKNOWN)]), [`${RULE} airflow: ${BASE}: env ${EXECUTOR} is not known yet`]);
});
test("a pod without anything of Airflow is not asked", (t) => {
  const inputs = change(airflow([]).inputs, "spec.template.spec.containers.0.args", ["serve"]);
  const pod = resource("kubernetes:apps/v1:Deployment", inputs);
  t.deepEqual(verdict({ resources: [team(), pod], parameters: requires }), []);
});
