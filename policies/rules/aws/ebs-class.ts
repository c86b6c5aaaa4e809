import { EBS_PROVISIONERS } from "../../../vocabulary";
import type { Resource } from "../../model/resource";
import { UNKNOWN, type Value, at } from "../../model/values";
import { type Finding, type Rule, unknown } from "../rule";
import { type Requirement, missed } from "./requirement";

export const ebsClass: Rule = {
  name: "ebs-class-encrypted-late-binding",
  level: "mandatory",
  description: "A StorageClass on EBS encrypts, makes volumes where their pod runs, and makes them of type gp3 or io2.",
  why: "A volume made before its pod is placed lies in some availability zone, and where no node of that zone has room the pod never starts; it cannot be encrypted later either.",
  fix: 'Write `parameters: { type: "gp3", encrypted: "true" }` and `volumeBindingMode: "WaitForFirstConsumer"`. All three are fixed at creation: make a new class, since the old one cannot be changed.',
  judge: (resource) => (isStorageClass(resource) ? storageClass(resource) : []),
};

const FIELDS: readonly (Requirement & { readonly path: readonly string[] })[] = [
  {
    path: ["parameters", "encrypted"],
    holds: (value) => value === "true",
    absent: "which means clear text unless the account has another default",
    write: 'write "true"',
  },
  {
    path: ["parameters", "type"],
    holds: (value) => value === "gp3" || value === "io2",
    write: 'write "gp3", or "io2" for a database that needs it: the older types are slower or lose data more often',
  },
  {
    path: ["volumeBindingMode"],
    holds: (value) => value === "WaitForFirstConsumer",
    absent: "which means Immediate",
    write: 'write "WaitForFirstConsumer"',
  },
];

function isStorageClass({ object }: Resource): boolean {
  return object?.kind === "StorageClass" && object.group === "storage.k8s.io";
}

function storageClass(resource: Resource): readonly Finding[] {
  const provisioner = at(resource.inputs, "provisioner");
  if (provisioner === UNKNOWN) return [unknown(resource, "provisioner")];
  if (!isEbs(provisioner)) return [];
  return FIELDS.flatMap((field) => {
    const value = at(resource.inputs, ...field.path);
    return value === undefined && resource.object?.patch === true
      ? []
      : missed(resource, field.path.join("."), value, field);
  });
}

function isEbs(provisioner: Value | undefined): boolean {
  return EBS_PROVISIONERS.some((name) => name === provisioner);
}
