/** Kinds that have to do with volumes. A kind of the same name in another API group is another one. */
import type { Resource } from "../resource";

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

/** Autoscalers by number of pods: Kubernetes' own, and KEDA's. */
export function isScaler(resource: Resource): boolean {
  return isKind(resource, "autoscaling", "HorizontalPodAutoscaler") || isKind(resource, "keda.sh", "ScaledObject");
}

/** An EBS volume that AWS attaches to an instance, past Kubernetes. */
export function isAttachment({ type }: Resource): boolean {
  return type === "aws:ec2/volumeAttachment:VolumeAttachment";
}
