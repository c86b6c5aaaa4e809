import { existingNamespaces } from "../../model/namespaces";
import type { Resource } from "../../model/resource";
import { sparkConfs } from "../../model/spark-conf";
import { isOnKubernetes, isPutTogether } from "../../model/spark-kubernetes";
import { type SparkRun, allRuns, wholeRuns } from "../../model/spark-runs";
import type { Value } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

const KEY = "spark.kubernetes.namespace";

export const sparkNamespace: Rule = {
  name: "spark-namespace",
  level: "mandatory",
  description: "Spark on Kubernetes is told in which declared namespace its pods run.",
  why: "Spark does not ask where its driver runs: without the setting executors start in `default`, where neither the driver's rights nor the team's quota and network policies hold.",
  fix: `Set \`${KEY}\` to a namespace of this stack, or of \`externalNamespaces\`.`,
  judge: (resource) => [...defaults(resource), ...wholeRuns(resource).flatMap(missing)],
  conclude: (stack) => {
    const exists = existingNamespaces(stack);
    const all = [...stack.resources.values()];
    return [...all.flatMap((resource) => undeclared(resource, exists)), ...allRuns(all).flatMap(missing)];
  },
};

/** Where the setting is written. */
function written(resource: Resource): readonly { place: string; namespace: Value }[] {
  return sparkConfs(resource).flatMap(({ place, settings }) => {
    const namespace = settings.get(KEY);
    return namespace === undefined || namespace === "" ? [] : [{ place: `${place}: ${KEY}`, namespace }];
  });
}

function defaults(resource: Resource): readonly Finding[] {
  return written(resource).flatMap(({ place, namespace }) =>
    namespace === "default" ? [violation(resource, `${place} is "default"`)] : [],
  );
}

function undeclared(resource: Resource, exists: ReturnType<typeof existingNamespaces>): readonly Finding[] {
  return written(resource).flatMap(({ place, namespace }) => {
    if (typeof namespace !== "string") return [unknown(resource, place)];
    if (isPutTogether(namespace))
      return [{ resource, certain: false, problem: `${place} is put together at run time` }];
    const known = exists(resource, namespace);
    if (known === true) return [];
    return [
      { resource, certain: known === false, problem: `${place} is "${namespace}", which this stack does not declare` },
    ];
  });
}

function missing(run: SparkRun): readonly Finding[] {
  const namespace = run.settings.get(KEY);
  const given = namespace !== undefined && namespace !== "";
  const onKubernetes = isOnKubernetes(run);
  // An operator takes the namespace of the object.
  if (given || run.operated || onKubernetes === false) return [];
  const place = `${run.place}: ${KEY}`;
  const certain = onKubernetes === true && !run.incomplete;
  return [certain ? violation(run.resource, `${place} is missing`) : unknown(run.resource, place)];
}
