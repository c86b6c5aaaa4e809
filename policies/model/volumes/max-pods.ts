/** The most pods of a workload that there can be at once, updates aside. */
import { home } from "../namespaces";
import type { Resource } from "../resource";
import { UNKNOWN, type Value, at } from "../values";
import { setsReplicas } from "./kinds";
import { type View, sources } from "./view";

/** A number, infinite where nothing bounds it. {@link UNKNOWN} where a value that is not known yet may make it more than one. */
export type Pods = number | typeof UNKNOWN;

/** Counts by `Kind.group`. Whatever is not here, such as a DaemonSet, a ScaledJob or a controller that the pack does not know, may start any number of pods. */
const COUNTS: ReadonlyMap<string, (resource: Resource, view: View) => Pods> = new Map([
  ["Pod.", () => 1],
  ["ReplicationController.", replicas],
  ["Deployment.apps", replicas],
  ["Deployment.extensions", replicas],
  ["ReplicaSet.apps", replicas],
  ["ReplicaSet.extensions", replicas],
  ["StatefulSet.apps", replicas],
  ["Rollout.argoproj.io", replicas],
  ["Job.batch", ({ inputs }) => counted(at(inputs, "spec", "parallelism"))],
  ["CronJob.batch", cronJob],
  ["SparkApplication.sparkoperator.k8s.io", () => 1],
  ["SparkApplication.spark.apache.org", () => 1],
  ["ScheduledSparkApplication.sparkoperator.k8s.io", (resource) => eachRun(resource, 1)],
]);

export function mostPods(resource: Resource, view: View): Pods {
  const { kind = "", group = "" } = resource.object ?? {};
  return COUNTS.get(`${kind}.${group}`)?.(resource, view) ?? Infinity;
}

/** A missing number is 1 for Kubernetes. */
function counted(value: Value | undefined, missing = 1): Pods {
  if (value === undefined) return missing;
  return typeof value === "number" ? value : UNKNOWN;
}

/** A workload starts with its own number, whatever the autoscaler makes of it later. */
function replicas(workload: Resource, view: View): Pods {
  const own = counted(at(workload.inputs, "spec", "replicas"));
  return most([own, ...view.inventory.scalers.map((scaler) => scaledTo(scaler, workload, view))]);
}

/** The greatest of some counts, as far as they are known. */
export function most(counts: readonly Pods[]): Pods {
  const known = Math.max(...counts.map((count) => (count === UNKNOWN ? 0 : count)));
  return known <= 1 && counts.includes(UNKNOWN) ? UNKNOWN : known;
}

/** How many pods an autoscaler or a patch gives a workload at most: none to one that it does not target. */
function scaledTo(scaler: Resource, workload: Resource, view: View): Pods {
  const isTarget = targets(scaler, workload, view);
  if (isTarget === false) return 0;
  if (isTarget === UNKNOWN) return UNKNOWN;
  const [bound] = BOUNDS.map((field) => at(scaler.inputs, "spec", field)).filter((value) => value !== undefined);
  return counted(bound, KEDA_MAXIMUM);
}

/** Fields with the number, by what scales: Kubernetes' autoscaler, KEDA's, a patch. */
const BOUNDS = ["maxReplicas", "maxReplicaCount", "replicas"];

/** KEDA's default of `maxReplicaCount`; Kubernetes' own autoscaler has none and must say. */
const KEDA_MAXIMUM = 100;

function targets(scaler: Resource, workload: Resource, view: View): boolean | typeof UNKNOWN {
  const patch = setsReplicas(scaler);
  const target = patch ? at(scaler.inputs, "metadata") : at(scaler.inputs, "spec", "scaleTargetRef");
  const kind = patch ? scaler.object?.kind : (at(target, "kind") ?? "Deployment");
  if (kind !== UNKNOWN && kind !== workload.object?.kind) return false;
  if (scaler.provider !== workload.provider || home(scaler, view) !== home(workload, view)) return false;
  const name = at(target, "name");
  return name === UNKNOWN ? mayTarget(scaler, workload, view) : isNamed(workload, name);
}

function isNamed({ inputs }: Resource, name: Value | undefined): boolean {
  return name !== undefined && at(inputs, "metadata", "name") === name;
}

/** An unknown target is that workload whose output it is. Before the end of a run nobody can tell. */
function mayTarget(scaler: Resource, workload: Resource, view: View): boolean | typeof UNKNOWN {
  if (!view.final) return false;
  const possible = sources(scaler, "spec", view).filter(({ object }) => object?.kind === workload.object?.kind);
  return possible.length === 0 ? UNKNOWN : possible.includes(workload);
}

function cronJob(resource: Resource): Pods {
  const parallelism = counted(at(resource.inputs, "spec", "jobTemplate", "spec", "parallelism"));
  return eachRun(resource, parallelism);
}

/** Runs on a schedule overlap unless the resource says otherwise. */
function eachRun({ inputs, object }: Resource, pods: Pods): Pods {
  const policy = at(inputs, "spec", "concurrencyPolicy");
  if (policy === UNKNOWN) return UNKNOWN;
  const oneByOne = policy === "Forbid" || policy === "Replace" || (policy === undefined && object?.patch === true);
  return oneByOne ? pods : Infinity;
}
