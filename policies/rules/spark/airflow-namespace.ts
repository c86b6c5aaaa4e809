import { type AirflowProcess, EXECUTOR, allAirflow, startsPods, wholeAirflow } from "../../model/airflow";
import { existingNamespaces } from "../../model/namespaces";
import type { Registered, Stack } from "../../model/resource";
import { UNKNOWN, listAt, stringAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

const EXECUTOR_NAMESPACE = "AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE";
/** What it was called until Airflow 2.4; newer versions do not read it. */
const OLD_NAME = "AIRFLOW__KUBERNETES__NAMESPACE";

export const airflowPodNamespace: Rule = {
  name: "airflow-pod-namespace",
  level: "mandatory",
  description:
    "Airflow is told in which declared namespace it starts pods: those of its executor, and those of DAGs that read a variable for it.",
  why: "Without the settings, Airflow's executor and the KubernetesPodOperator start pods in `default`, where no quota, network policy or role of this platform applies.",
  fix: `Set \`${EXECUTOR_NAMESPACE}\`, and each of \`requiredNamespaceEnv\`, to a declared namespace or to \`metadata.namespace\` with \`fieldRef\`.`,
  judge: (resource, registered) => wholeAirflow(resource).flatMap((process) => missing(process, registered)),
  conclude: (stack) => {
    const exists = existingNamespaces(stack);
    return allAirflow([...stack.resources.values()]).flatMap((process) => [
      ...missing(process, stack),
      ...undeclared(process, exists, stack),
    ]);
  },
};

/** Variables that the container must set. */
function required({ settings, container }: AirflowProcess, { parameters }: Registered): readonly string[] {
  const executor = startsPods(settings) === true ? [EXECUTOR_NAMESPACE] : [];
  const configured = listAt(container.value, "env").some((it) => stringAt(it, "name")?.startsWith("AIRFLOW__"));
  return [...executor, ...(configured ? parameters.requiredNamespaceEnv : [])];
}

function missing(process: AirflowProcess, registered: Registered): readonly Finding[] {
  const { resource, container, settings } = process;
  return required(process, registered).flatMap((name) => {
    const place = `${container.path}: env ${name}`;
    const namespace = settings.get(name);
    if (namespace === "default") return [violation(resource, `${place} is "default"`)];
    if (namespace !== undefined && namespace !== "") return [];
    const renamed =
      name === EXECUTOR_NAMESPACE && settings.has(OLD_NAME) ? `: ${OLD_NAME} has no meaning any more` : "";
    return [violation(resource, `${place} is missing${renamed}`)];
  });
}

function undeclared(
  process: AirflowProcess,
  exists: ReturnType<typeof existingNamespaces>,
  stack: Stack,
): readonly Finding[] {
  const { resource, container, settings } = process;
  if (startsPods(settings) === UNKNOWN) return [unknown(resource, `${container.path}: env ${EXECUTOR}`)];
  return required(process, stack).flatMap((name) => {
    const place = `${container.path}: env ${name}`;
    const namespace = settings.get(name);
    if (namespace === UNKNOWN) return [unknown(resource, place)];
    if (typeof namespace !== "string" || namespace === "") return [];
    const known = exists(resource, namespace);
    if (known === true) return [];
    return [
      { resource, certain: known === false, problem: `${place} is "${namespace}", which this stack does not declare` },
    ];
  });
}
