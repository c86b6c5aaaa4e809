/** What attaches which EBS volume: persistent volumes, and AWS itself. */
import { EBS_PROVISIONERS } from "../../../vocabulary";
import { AWS } from "../aws";
import type { Resource } from "../resource";
import { UNKNOWN, type Value, at } from "../values";
import { isAttachment, isClaim, isPersistentVolume } from "./kinds";
import type { View } from "./view";

export interface VolumeId {
  readonly resource: Resource;
  /** Where it is, for example `spec.csi.volumeHandle`. */
  readonly place: string;
  /** Equal for equal volumes of AWS, whatever cluster they are in; {@link UNKNOWN} if it is not known yet. */
  readonly key: string | typeof UNKNOWN;
  /** The volume for people. */
  readonly what: string;
}

/** Whether the resource names a volume. */
export function isTold(resource: Resource): boolean {
  return isPersistentVolume(resource) || isAttachment(resource) || isClaim(resource);
}

/** In order of registration. */
export function volumeIds(view: View): readonly VolumeId[] {
  const { persistentVolumes, attachments, claims } = view.inventory;
  return [...persistentVolumes, ...attachments, ...claims.all()]
    .sort((one, other) => view.inventory.position(one) - view.inventory.position(other))
    .flatMap((resource) => idOf(resource, view) ?? []);
}

function idOf(resource: Resource, view: View): VolumeId | undefined {
  const { inputs, object } = resource;
  if (isAttachment(resource)) return idAt(resource, "volumeId", at(inputs, "volumeId"), view);
  if (object?.patch === true) return undefined;
  if (isClaim(resource)) return volumeOfClaim(resource);
  if (EBS_PROVISIONERS.some((driver) => driver === at(inputs, "spec", "csi", "driver"))) {
    return idAt(resource, "spec.csi.volumeHandle", at(inputs, "spec", "csi", "volumeHandle"), view);
  }
  const inTree = "spec.awsElasticBlockStore.volumeID";
  return idAt(resource, inTree, at(inputs, ...inTree.split(".")), view);
}

/** A second claim on a volume is never bound. */
function volumeOfClaim(resource: Resource): VolumeId | undefined {
  const name = at(resource.inputs, "spec", "volumeName");
  if (typeof name !== "string") return undefined;
  return {
    resource,
    place: "spec.volumeName",
    key: JSON.stringify([resource.provider, name]),
    what: `PersistentVolume ${name}`,
  };
}

/** An unknown id is that of the volume of the stack whose output it is. Disks of the node itself have equal names on each. */
function idAt(resource: Resource, place: string, id: Value | undefined, view: View): VolumeId | undefined {
  if (typeof id === "string")
    return isNodeLocal(id) ? undefined : { resource, place, key: idOnly(id), what: idOnly(id) };
  if (id !== UNKNOWN) return undefined;
  const [property = ""] = place.split(".");
  const [source, ...others] = view.dependencies(resource, property).filter(({ type }) => type === AWS.volume);
  const one = source !== undefined && others.length === 0;
  return { resource, place, key: one ? source.urn : UNKNOWN, what: one ? source.name : "not known yet" };
}

function isNodeLocal(handle: string): boolean {
  return handle.startsWith("local-ebs://");
}

/** The in-tree plugin also takes `aws://zone/vol-1`. */
function idOnly(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
