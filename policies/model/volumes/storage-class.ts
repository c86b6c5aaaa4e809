/** Whether a claim is stored on EBS. */
import { EBS_PROVISIONERS } from "../../../vocabulary";
import { identified } from "../namespaces";
import type { Resource } from "../resource";
import { UNKNOWN, type Value, at, stringAt } from "../values";
import { type ClaimSpec, namespaceOfClaim } from "./claim-spec";
import { type View, sources } from "./view";

/**
 * `true` if it is on EBS, or counts as that at the end of a run since nobody says otherwise. `false` if it is on something else, or if what is registered so far does not tell yet.
 * {@link UNKNOWN} at the end of a run if the value that decides is not known.
 */
export type OnEbs = boolean | typeof UNKNOWN;

/**
 * The first of these that says something: the volume that the claim names; the StorageClass of the stack with the claim's class; the parameters that list classes, whose EBS names count at once, so that a
 * class of such a name that is on something else has to be registered before its claims; the volume that names the claim.
 */
export function isOnEbs(claim: ClaimSpec, view: View): OnEbs {
  const volumeName = at(claim.spec, "volumeName");
  const className = classNameOf(claim);
  if (volumeName !== undefined) return namedVolume(claim, volumeName, view);
  if (className === "") return waitingVolume(claim, view);
  if (className === undefined) return defaultClass(claim, view);
  if (className === UNKNOWN) return unknownClass(claim, view);
  return typeof className === "string" ? namedClass(claim, className, view) : view.final;
}

/** The class that a claim names, in the field or in the annotation that came before it; that one wins. */
export function classNameOf({ metadata, spec }: ClaimSpec): Value | undefined {
  return at(metadata, "annotations", "volume.beta.kubernetes.io/storage-class") ?? at(spec, "storageClassName");
}

function namedVolume({ resource }: ClaimSpec, name: Value, view: View): OnEbs {
  if (name === UNKNOWN) return agreed(volumesOf(resource, view, sources(resource, "spec", view)), view);
  const volume = volumesOf(resource, view).find((it) => at(it.inputs, "metadata", "name") === name);
  return volume ? isVolumeOnEbs(volume, view) : view.final;
}

/** A claim of the class "" waits for a volume that somebody makes for it. */
function waitingVolume(claim: ClaimSpec, view: View): OnEbs {
  const volume = volumesOf(claim.resource, view).find((it) => isFor(it, claim, view));
  return volume ? isVolumeOnEbs(volume, view) : view.final;
}

function isFor(volume: Resource, { resource, name, ...claim }: ClaimSpec, view: View): boolean {
  const reference = at(volume.inputs, "spec", "claimRef");
  const namespace = identified(namespaceOfClaim({ resource, ...claim }), resource, "metadata", view);
  return (
    name !== undefined &&
    stringAt(reference, "name") === name &&
    identified(at(reference, "namespace"), volume, "spec", view) === namespace
  );
}

function volumesOf(
  { provider }: Resource,
  { inventory }: View,
  among: readonly Resource[] = inventory.persistentVolumes,
): readonly Resource[] {
  const whole = inventory.persistentVolumes.filter((it) => it.provider === provider && it.object?.patch === false);
  return whole.filter((it) => among.includes(it));
}

/**
 * Before EKS 1.30 the default class is gp2, and the EBS add-on can make one, so without a class it is EBS unless a default class of the stack says otherwise. Two default classes are possible, and the
 * newest is used; here the worst counts.
 */
function defaultClass({ resource }: ClaimSpec, view: View): OnEbs {
  const defaults = classesOf(resource, view).filter(isDefaultClass);
  const found = defaults.map((it) => provisionedOnEbs(it, view));
  if (found.length === 0 || found.includes(true)) return view.final || found.includes(true);
  return found.includes(UNKNOWN) ? UNKNOWN : false;
}

const IS_DEFAULT = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
] as const;

function isDefaultClass({ inputs }: Resource): boolean {
  return IS_DEFAULT.some((annotation) => at(inputs, "metadata", "annotations", annotation) === "true");
}

function unknownClass({ resource }: ClaimSpec, view: View): OnEbs {
  const classes = new Set(view.inventory.classes);
  const candidates = sources(resource, "spec", view).filter((it) => classes.has(it));
  return oneAnswer(
    candidates.map((it) => provisionedOnEbs(it, view)),
    view,
  );
}

function namedClass(claim: ClaimSpec, name: string, view: View): OnEbs {
  const declared = classesOf(claim.resource, view).find((it) => at(it.inputs, "metadata", "name") === name);
  return declared ? provisionedOnEbs(declared, view, claim) : listedClass(name, view, claim);
}

function classesOf({ provider }: Resource, { inventory }: View): readonly Resource[] {
  return inventory.classes.filter((it) => it.provider === provider);
}

/** Provisioners and drivers of volumes that several nodes can mount. NFS has many. */
const NOT_EBS = /^(efs|fsx|fsx\.openzfs|s3)\.csi\.aws\.com$|^nfs\./;

function provisionedOnEbs(storageClass: Resource, view: View, claim?: ClaimSpec): OnEbs {
  const provisioner = at(storageClass.inputs, "provisioner");
  if (provisioner === UNKNOWN) return view.final ? UNKNOWN : false;
  return isEbsDriver(provisioner) ?? listedClass(stringAt(storageClass.inputs, "metadata", "name"), view, claim);
}

/** `undefined` for a driver that the pack does not know. */
function isEbsDriver(driver: Value | undefined): boolean | undefined {
  if (EBS_PROVISIONERS.some((name) => name === driver)) return true;
  return typeof driver === "string" && NOT_EBS.test(driver) ? false : undefined;
}

function listedClass(name: string | undefined, view: View, claim: ClaimSpec | undefined): OnEbs {
  const { ebsStorageClasses, nonEbsStorageClasses } = view.parameters;
  if (name !== undefined && ebsStorageClasses.includes(name)) return true;
  if (name !== undefined && nonEbsStorageClasses.includes(name)) return false;
  return claim ? waitingVolume(claim, view) : view.final;
}

/** Whether a PersistentVolume is on EBS, other than one of the node itself where these are allowed. */
export function isVolumeOnEbs({ inputs }: Resource, view: View): OnEbs {
  const spec = at(inputs, "spec");
  const driver = at(spec, "csi", "driver");
  if (spec === UNKNOWN || driver === UNKNOWN) return view.final ? UNKNOWN : false;
  if (at(spec, "awsElasticBlockStore") !== undefined) return true;
  if (at(spec, "csi") === undefined) return false;
  const isLocal = stringAt(spec, "csi", "volumeHandle")?.startsWith("local-ebs://") === true;
  if (isLocal && view.parameters.allowNodeLocalEbs) return false;
  return isEbsDriver(driver) ?? view.final;
}

/** The answer of all candidates for an unknown value, if they agree. */
function agreed(volumes: readonly Resource[], view: View): OnEbs {
  return oneAnswer(
    volumes.map((it) => isVolumeOnEbs(it, view)),
    view,
  );
}

function oneAnswer([first, ...others]: readonly OnEbs[], { final }: View): OnEbs {
  if (first === undefined || others.some((other) => other !== first)) return final ? UNKNOWN : false;
  return first;
}
