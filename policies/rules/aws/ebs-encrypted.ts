import { AWS, isOn } from "../../model/aws";
import type { Resource } from "../../model/resource";
import { type Value, at, listAt } from "../../model/values";
import type { Rule } from "../rule";
import { type Requirement, missed } from "./requirement";

export const ebsEncrypted: Rule = {
  name: "ebs-encrypted",
  level: "mandatory",
  description: "Every EBS volume is encrypted, those of nodes too.",
  why: "The disk of a node holds what Spark spills and what emptyDirs keep; a volume or a snapshot that leaves the account can be read by whoever gets it, and encryption cannot be added to a volume later.",
  fix: "Write `encrypted: true` for each disk; for the disk of the image itself, name its device in `blockDeviceMappings` or use `rootBlockDevice`.",
  judge: (resource) => disks(resource).flatMap(({ place, encrypted }) => missed(resource, place, encrypted, ENCRYPTED)),
};

const ENCRYPTED: Requirement = {
  holds: isOn,
  absent: "which means clear text unless the account has another default",
  write: "write encrypted: true",
};

/** A disk that the resource makes, and what it says of its encryption. */
interface Disk {
  readonly place: string;
  readonly encrypted: Value | undefined;
}

function disks({ type, object, inputs }: Resource): readonly Disk[] {
  // Without mappings, Karpenter encrypts. Source: its reference of EC2NodeClass v1.
  if (object?.kind === "EC2NodeClass")
    return mapped("spec.blockDeviceMappings", listAt(inputs, "spec", "blockDeviceMappings"));
  switch (type) {
    case AWS.volume:
      return [{ place: "encrypted", encrypted: at(inputs, "encrypted") }];
    case AWS.launchTemplate:
      return ofTemplate(inputs);
    case AWS.instance:
    case AWS.launchConfiguration:
    case AWS.spotInstance:
      return ofMachine(inputs);
    default:
      return [];
  }
}

function ofTemplate(inputs: Value): readonly Disk[] {
  const place = "blockDeviceMappings";
  const mappings = listAt(inputs, place);
  return mappings.length === 0 ? [{ place, encrypted: undefined }] : mapped(place, mappings);
}

/** A mapping without `ebs` takes a disk of the image away, or names one that the machine itself has. */
function mapped(place: string, mappings: readonly Value[]): readonly Disk[] {
  return mappings.flatMap((mapping, index) =>
    at(mapping, "ebs") === undefined
      ? []
      : [{ place: `${place}[${index}].ebs.encrypted`, encrypted: at(mapping, "ebs", "encrypted") }],
  );
}

function ofMachine(inputs: Value): readonly Disk[] {
  return [...rootDisk(inputs), ...listAt(inputs, "ebsBlockDevices").flatMap(furtherDisk)];
}

function rootDisk(inputs: Value): readonly Disk[] {
  const root = at(inputs, "rootBlockDevice");
  const fromTemplate = root === undefined && at(inputs, "launchTemplate") !== undefined;
  return fromTemplate ? [] : [{ place: "rootBlockDevice.encrypted", encrypted: at(root, "encrypted") }];
}

function furtherDisk(disk: Value, index: number): readonly Disk[] {
  const takenAway = at(disk, "noDevice") === true;
  return takenAway ? [] : [{ place: `ebsBlockDevices[${index}].encrypted`, encrypted: at(disk, "encrypted") }];
}
