/** Objects that every rule of the pack is content with, in namespace `team`, and ways to write others. */
import type { Resource } from "../../../policies/model/resource.js";
import { type Value, stringAt } from "../../../policies/model/values.js";
import { CONTAINER, POD_SPEC, TEAM, change, furnishings, resource, team } from "../objects.js";

export type Fields = Readonly<Record<string, Value | undefined>>;

/** Where an object is, if not in `team`, and its Pulumi name, if not that of the object. */
export interface Place {
  readonly namespace?: string;
  readonly provider?: string;
  readonly name?: string;
}

/** Resources and what a namespace `team` needs for them. */
export function inTeam(...resources: readonly Resource[]): readonly Resource[] {
  return [team(), ...furnishings(), ...resources];
}

/** Another namespace with all that it needs. */
export function furnishedNamespace(name: string): readonly Resource[] {
  const namespace = resource("kubernetes:core/v1:Namespace", change(TEAM, "metadata.name", name));
  return [namespace, ...furnishings(name)];
}

/** A Kubernetes object by its `apiVersion` and kind, for example `object("v1", "ConfigMap", "settings", { data: {} })`. */
export function object(apiVersion: string, kind: string, name: string, rest: Fields = {}, place: Place = {}): Resource {
  const { namespace = "team", ...more } = place;
  return clusterObject(apiVersion, kind, name, { metadata: { name, namespace }, ...rest }, more);
}

/** The same without a namespace. */
export function clusterObject(apiVersion: string, kind: string, name: string, rest: Fields = {}, place: Place = {}) {
  const token = `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`;
  return resource(token, present({ apiVersion, kind, metadata: { name }, ...rest }), { name, ...place });
}

/** Without what is `undefined`. */
export function present(fields: Fields): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** A volume of a pod that is a claim. */
export function uses(claimName: Value, name = "data"): Value {
  return { name, persistentVolumeClaim: { claimName } };
}

export interface PodOptions {
  readonly container?: Fields;
  readonly pod?: Fields;
}

/** Spec of a pod whose container mounts all volumes. */
export function podWith(volumes: readonly Value[], { container = {}, pod = {} }: PodOptions = {}): Value {
  const mounts = volumes.map((volume): Value => {
    const name = stringAt(volume, "name") ?? "data";
    return { name, mountPath: `/mnt/${name}` };
  });
  const volumeMounts: Fields = mounts.length > 0 ? { volumeMounts: mounts } : {};
  const containers: Value = [{ ...PLAIN, ...present({ ...volumeMounts, ...container }) }];
  return { ...SERVER, containers, ...(volumes.length > 0 && { volumes }), ...present(pod) };
}

/** A container that has nothing to do with Spark. */
export const PLAIN = {
  ...(change(CONTAINER, "args", ["serve"]) as Readonly<Record<string, Value>>),
  image: "example/server:1.0",
};

/** A pod that runs for ever: controllers of such pods allow no other restart policy than the default. */
const SERVER = change(POD_SPEC, "restartPolicy", undefined) as Readonly<Record<string, Value>>;

const selector: Value = { matchLabels: { app: "it" } };

function template(spec: Value): Value {
  return { metadata: { labels: { app: "it" } }, spec };
}

const RECREATE = { replicas: 1, strategy: { type: "Recreate" } };

/** A Deployment with one replica and strategy Recreate; `spec` says otherwise, `undefined` removes. */
export function deployment(name: string, volumes: readonly Value[], spec: Fields = {}, place: Place & PodOptions = {}) {
  const { container = {}, pod = {}, ...where } = place;
  const whole: Fields = { selector, ...RECREATE, template: template(podWith(volumes, { container, pod })), ...spec };
  return object("apps/v1", "Deployment", name, { spec: present(whole) }, where);
}

/** A StatefulSet with one replica. */
export function statefulSet(name: string, volumes: readonly Value[], spec: Fields = {}, place: Place = {}): Resource {
  const whole: Fields = { selector, replicas: 1, serviceName: name, template: template(podWith(volumes)), ...spec };
  return object("apps/v1", "StatefulSet", name, { spec: present(whole) }, place);
}

export function daemonSet(name: string, volumes: readonly Value[], pod: Fields = {}, place: Place = {}): Resource {
  return object(
    "apps/v1",
    "DaemonSet",
    name,
    { spec: { selector, template: template(podWith(volumes, { pod })) } },
    place,
  );
}

/** A Job; its parallelism is left out, which means 1. */
export function job(name: string, volumes: readonly Value[], spec: Fields = {}, place: Place = {}): Resource {
  return object("batch/v1", "Job", name, { spec: { ...jobSpec(volumes), ...present(spec) } }, place);
}

function jobSpec(volumes: readonly Value[], container: Fields = {}): Readonly<Record<string, Value>> {
  const spec = podWith(volumes, { pod: { restartPolicy: "Never" }, container });
  return { backoffLimit: 1, activeDeadlineSeconds: 3600, template: template(spec) };
}

export interface Schedule extends Place {
  readonly parallelism?: Value;
  readonly annotations?: Value;
  readonly container?: Fields;
}

/** A CronJob with a concurrency policy; `undefined` leaves it out, which means Allow. */
export function cronJob(
  name: string,
  volumes: readonly Value[],
  concurrencyPolicy: string | undefined,
  more: Schedule = {},
) {
  const { parallelism, annotations, container = {}, namespace = "team", ...place } = more;
  const spec = present({
    schedule: "0 2 * * *",
    timeZone: "UTC",
    concurrencyPolicy,
    startingDeadlineSeconds: 300,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
    jobTemplate: { spec: present({ ...jobSpec(volumes, container), parallelism }) },
  });
  const metadata = present({ name, namespace, annotations });
  return object("batch/v1", "CronJob", name, { spec, metadata }, place);
}

/** A pod of its own. */
export function pod(name: string, volumes: readonly Value[], place: Place = {}): Resource {
  return object("v1", "Pod", name, { spec: podWith(volumes) }, place);
}

/** An Argo Rollout with one replica. */
export function rollout(name: string, volumes: readonly Value[], strategy: Value): Resource {
  const spec: Value = { selector, replicas: 1, strategy, template: template(podWith(volumes)) };
  return object("argoproj.io/v1alpha1", "Rollout", name, { spec });
}

/** A KEDA ScaledJob. */
export function scaledJob(name: string, volumes: readonly Value[]): Resource {
  const triggers = [{ type: "cpu", metadata: { value: "50" } }];
  return object("keda.sh/v1alpha1", "ScaledJob", name, { spec: { jobTargetRef: jobSpec(volumes), triggers } });
}

/** A HorizontalPodAutoscaler of a Deployment or StatefulSet. */
export function autoscaler(target: string, maxReplicas: Value, kind = "Deployment", place: Place = {}): Resource {
  const spec: Value = { scaleTargetRef: { apiVersion: "apps/v1", kind, name: target }, minReplicas: 1, maxReplicas };
  return object("autoscaling/v2", "HorizontalPodAutoscaler", `${target}-scaler`, { spec }, place);
}

/** A KEDA ScaledObject of a Deployment; the highest count is left out, which means 100. */
export function scaledObject(target: string, spec: Fields = {}): Resource {
  const triggers = [{ type: "cpu", metadata: { value: "50" } }];
  return object("keda.sh/v1alpha1", "ScaledObject", `${target}-scaled`, {
    spec: present({ scaleTargetRef: { name: target }, triggers, ...spec }),
  });
}
