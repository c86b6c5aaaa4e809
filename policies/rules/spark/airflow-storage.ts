import { type AirflowProcess, EXECUTOR, allAirflow, startsPods, wholeAirflow } from "../../model/airflow";
import { chartName, isRelease } from "../../model/helm";
import { mountsEbs } from "../../model/mounted-claims";
import { isConfigMap } from "../../model/processes";
import type { Resource } from "../../model/resource";
import { UNKNOWN, type Value, at } from "../../model/values";
import type { Consumer } from "../../model/volumes/consumer";
import { consumers } from "../../model/volumes/consumers";
import { type OnEbs, isOnEbs } from "../../model/volumes/storage-class";
import { type View, atEnd, soFar } from "../../model/volumes/view";
import { type Finding, type Rule, unknown } from "../rule";

export const airflowNoSharedPvc: Rule = {
  name: "airflow-no-shared-pvc",
  level: "mandatory",
  description:
    "An Airflow that starts a pod for each task keeps nothing on a claim on EBS, and neither does its chart.",
  why: "With the KubernetesExecutor each task is a pod of its own, and all of them mount the claim; Airflow's chart asks for ReadWriteMany. EBS attaches to one node: the volume is refused or the pods stay Pending, all of them (apache/airflow#48243). That is why Airflow runs in one pod with the LocalExecutor here.",
  fix: "Use the LocalExecutor in one pod, keep logs in object storage and DAGs in a ConfigMap or the image, or take a class that is certainly not EBS.",
  judge: (resource, registered) => {
    const view = soFar(registered, resource);
    return [...wholeAirflow(resource).flatMap((process) => inPod(process, view)), ...inRelease(resource, view)];
  },
  conclude: (stack) => {
    const view = atEnd(stack);
    const all = [...stack.resources.values()];
    return [
      ...allAirflow(all).flatMap((process) => inPod(process, view)),
      ...all.flatMap((resource) => inRelease(resource, view)),
    ];
  },
};

/** Claims of the pod, if its executor starts others, or if it is a template of those. */
function inPod({ resource, pod, settings }: AirflowProcess, view: View): readonly Finding[] {
  const isTemplate = isConfigMap(resource);
  const starts = isTemplate || startsPods(settings);
  if (starts === false) return [];
  return consumers(resource)
    .filter((consumer) => consumer.pod === pod.path)
    .flatMap((consumer) => {
      const onEbs = mountsEbs(consumer, view);
      if (onEbs === false) return [];
      if (starts === UNKNOWN) return [unknown(resource, `${pod.path}: env ${EXECUTOR}`)];
      const who = isTemplate ? "each task's pod mounts it" : "the executor starts a pod for each task";
      const problem = `${consumer.place} is ${named(consumer)}: ${who}, and nothing says that it is not on EBS`;
      return [{ resource, certain: onEbs === true, problem }];
    });
}

function named({ claimName }: Consumer): string {
  return claimName === UNKNOWN ? "a claim" : `claim "${claimName}"`;
}

/** What the chart keeps on a claim that several pods mount. Workers have one each. */
const SHARED = ["logs", "dags"] as const;

function inRelease(resource: Resource, view: View): readonly Finding[] {
  if (!isRelease(resource) || chartName(resource) !== "airflow") return [];
  return SHARED.flatMap((what) => {
    const place = `values.${what}.persistence`;
    const persistence = at(resource.inputs, "values", what, "persistence");
    const enabled = at(persistence, "enabled");
    if (enabled === UNKNOWN) return [unknown(resource, `${place}.enabled`)];
    const onEbs = enabled === true && keepsOnEbs(resource, place, persistence, view);
    if (onEbs === false) return [];
    const problem = `${place}.enabled is true, and nothing says that its class is not EBS`;
    return [{ resource, certain: onEbs === true, problem }];
  });
}

/** Where the chart keeps it: on a claim that exists, or on one that it makes. */
function keepsOnEbs(resource: Resource, place: string, persistence: Value | undefined, view: View): OnEbs {
  const existing = at(persistence, "existingClaim");
  if (existing !== undefined && existing !== "") {
    const claimName = typeof existing === "string" ? existing : UNKNOWN;
    const namespace = at(resource.inputs, "namespace");
    return mountsEbs({ resource, place, pod: place, claimName, namespace, pods: "any" }, view);
  }
  const spec: Value = { storageClassName: at(persistence, "storageClassName") ?? null };
  return isOnEbs({ resource, place, metadata: undefined, spec, name: undefined, partial: false }, view);
}
