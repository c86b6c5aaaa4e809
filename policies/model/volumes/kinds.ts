/** Kinds that have to do with volumes. A kind of the same name in another API group is another one. */
import type { Resource } from "../resource";
import { at } from "../values";

/** Whether the resource is a whole Kubernetes object of one of the kinds; a patch is none, since what it leaves out is somewhere else. */
export function isKind({ object }: Resource, group: string, ...kinds: readonly string[]): boolean {
  return object !== undefined && !object.patch && object.group === group && kinds.includes(object.kind);
}

export function isClaim({ object }: Resource): boolean {
  return object?.kind === "PersistentVolumeClaim" && object.group === "";
}

export function isPersistentVolume({ object }: Resource): boolean {
  return object?.kind === "PersistentVolume" && object.group === "";
}

export function isStorageClass(resource: Resource): boolean {
  return isKind(resource, "storage.k8s.io", "StorageClass");
}

export function isStatefulSet({ object }: Resource): boolean {
  return object?.kind === "StatefulSet" && object.group === "apps";
}

/** What changes how many pods a workload has: Kubernetes' own autoscaler, KEDA's, and a patch that writes the number. */
export function isScaler(resource: Resource): boolean {
  const isAutoscaler =
    isKind(resource, "autoscaling", "HorizontalPodAutoscaler") || isKind(resource, "keda.sh", "ScaledObject");
  return isAutoscaler || setsReplicas(resource);
}

/** Whether the resource is a patch that writes the number of pods of a workload. */
export function setsReplicas({ object, inputs }: Resource): boolean {
  return object?.patch === true && at(inputs, "spec", "replicas") !== undefined;
}

/** An EBS volume that AWS attaches to an instance, past Kubernetes. */
export function isAttachment({ type }: Resource): boolean {
  return type === "aws:ec2/volumeAttachment:VolumeAttachment";
}
