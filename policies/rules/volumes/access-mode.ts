import type { Registered, Resource } from "../../model/resource";
import { at, listAt } from "../../model/values";
import { type ClaimSpec, claimSpecs } from "../../model/volumes/claim-spec";
import { isPersistentVolume, isStorageClass } from "../../model/volumes/kinds";
import { type OnEbs, isOnEbs, isVolumeOnEbs } from "../../model/volumes/storage-class";
import { type View, atEnd, soFar } from "../../model/volumes/view";
import type { Finding, Rule } from "../rule";

export const accessMode: Rule = {
  name: "ebs-access-mode",
  level: "mandatory",
  description: "A claim or volume on EBS is for one node: ReadWriteOnce or ReadWriteOncePod.",
  why: "EBS has no volume for several nodes. The driver refuses other modes for file systems (`Volume capabilities not supported`) and every pod stays Pending; multi-attach of raw io2 blocks is for programs that lock each block themselves.",
  fix: "Ask for ReadWriteOncePod, or ReadWriteOnce where the pack's parameter `claimAccessMode` allows it; move shared files to EFS and logs to S3. If the class is not EBS, declare it in the stack or list it in `nonEbsStorageClasses`.",
  judge: (resource, registered) => concerned(resource, registered).flatMap(({ one, view }) => findings(one, view)),
  conclude: (stack) => {
    const view = atEnd(stack);
    const { claimants, persistentVolumes } = view.inventory;
    return [...new Set([...claimants, ...persistentVolumes])].flatMap((one) => findings(one, view));
  },
};

/** A class or volume tells of claims that were registered before it. */
function concerned(resource: Resource, registered: Registered): readonly { one: Resource; view: View }[] {
  const view = soFar(registered, resource);
  const tells = isStorageClass(resource) || isPersistentVolume(resource);
  return [resource, ...(tells ? view.inventory.claimants : [])].map((one) => ({ one, view }));
}

const ONE_NODE = ["ReadWriteOnce", "ReadWriteOncePod"];

function findings(resource: Resource, view: View): readonly Finding[] {
  const asked = view.parameters.claimAccessMode === "ReadWriteOncePod" ? ["ReadWriteOncePod"] : ONE_NODE;
  return isPersistentVolume(resource)
    ? wrongModes(volume(resource), ONE_NODE, () => isVolumeOnEbs(resource, view))
    : claimSpecs(resource).flatMap((claim) => wrongModes(claim, asked, () => isOnEbs(claim, view)));
}

type Modes = Pick<ClaimSpec, "resource" | "place" | "spec">;

/** A volume may offer what no claim may ask for where the parameter says so. */
function volume(resource: Resource): Modes {
  return { resource, place: "spec", spec: at(resource.inputs, "spec") };
}

/** Asks whether it is on EBS only if that matters. */
function wrongModes(
  { resource, place, spec }: Modes,
  allowed: readonly string[],
  onEbs: () => OnEbs,
): readonly Finding[] {
  const wrong = listAt(spec, "accessModes").filter((mode) => !allowed.some((it) => it === mode));
  const answer = wrong.length > 0 && onEbs();
  if (answer === false) return [];
  const known = wrong.filter((mode) => typeof mode === "string");
  const said = known.length > 0 ? `has ${known.join(" and ")}` : "is not known yet";
  const problem = `${place}.accessModes ${said}: on EBS write only ${allowed.join(" or ")}`;
  return [{ resource, certain: answer === true && known.length > 0, problem }];
}
