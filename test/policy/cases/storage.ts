/** Claims, classes and volumes for the tables: on EBS and not, each correct unless it is told otherwise. */
import type { Resource } from "../../../policies/model/resource.js";
import type { Value } from "../../../policies/model/values.js";
import { resource } from "../objects.js";
import { type Fields, type Place, clusterObject, object, present } from "./builders.js";

export const RWO = "ReadWriteOnce";
export const RWOP = "ReadWriteOncePod";
export const RWX = "ReadWriteMany";
export const ROX = "ReadOnlyMany";

const REQUEST = { resources: { requests: { storage: "10Gi" } } };

/** Spec of a claim on class gp3 with mode ReadWriteOnce; `spec` says otherwise, `undefined` removes. */
export function claimSpec(spec: Fields = {}): Readonly<Record<string, Value>> {
  return present({ accessModes: [RWO], storageClassName: "gp3", ...REQUEST, ...spec });
}

/** A claim with {@link claimSpec}. */
export function claim(name: string, spec: Fields = {}, place: Place = {}): Resource {
  return object("v1", "PersistentVolumeClaim", name, { spec: claimSpec(spec) }, place);
}

/** A volume of a pod with a claim of its own. */
export function ownClaim(spec: Fields = {}): Value {
  return { name: "data", ephemeral: { volumeClaimTemplate: { spec: claimSpec(spec) } } };
}

/** A template of a StatefulSet's claims. */
export function claimTemplate(spec: Fields = {}, name = "data"): Value {
  return { metadata: { name }, spec: claimSpec(spec) };
}

/** A StorageClass: those of EBS are encrypted and bind late. */
export function storageClass(name: string, provisioner: Value, more: Fields = {}, place: Place = {}): Resource {
  const ofEbs = { parameters: { encrypted: "true" }, volumeBindingMode: "WaitForFirstConsumer" };
  const rest = provisioner === "efs.csi.aws.com" ? {} : ofEbs;
  return clusterObject("storage.k8s.io/v1", "StorageClass", name, { provisioner, ...rest, ...more }, place);
}

export const EBS = "ebs.csi.aws.com";
export const EFS = "efs.csi.aws.com";

/** What makes a StorageClass the default one. */
export function isDefault(name: string): Fields {
  return { metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } } };
}

/** A PersistentVolume with a source, as `{ csi: { driver, volumeHandle } }`. */
export function volume(name: string, source: Fields, accessModes: Value = [RWO], spec: Fields = {}): Resource {
  const whole: Fields = { capacity: { storage: "10Gi" }, accessModes, storageClassName: "", ...source, ...spec };
  return clusterObject("v1", "PersistentVolume", name, { spec: present(whole) });
}

/** The source of a PersistentVolume on EBS. */
export function onEbs(volumeHandle: Value): Fields {
  return { csi: { driver: EBS, volumeHandle, fsType: "ext4" } };
}

export const NFS: Fields = { nfs: { server: "files.example", path: "/data" } };

/** A volume of AWS itself: protected and encrypted. */
export function awsVolume(name: string, inputs: Fields = {}): Resource {
  const whole = present({ availabilityZone: "eu-central-1a", size: 10, encrypted: true, ...inputs });
  return resource("aws:ebs/volume:Volume", whole, { name, protect: true, provider: AWS });
}

/** An EBS volume attached to an instance past Kubernetes. */
export function awsAttachment(name: string, volumeId: Value): Resource {
  const inputs: Value = { deviceName: "/dev/sdf", instanceId: "i-1", volumeId };
  return resource("aws:ec2/volumeAttachment:VolumeAttachment", inputs, { name, provider: AWS });
}

export const AWS = "urn:pulumi:test::test::pulumi:providers:aws::account";
