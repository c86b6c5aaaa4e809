import { describe } from "../../model/resource";
import { type VolumeId, isTold, volumeIds } from "../../model/volumes/volume-ids";
import { type View, atEnd, soFar } from "../../model/volumes/view";
import { UNKNOWN } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const volumeIdUnique: Rule = {
  name: "ebs-volume-id-unique",
  level: "mandatory",
  description: "An EBS volume is one PersistentVolume, of one claim, and nothing else attaches it.",
  why: "Kubernetes knows a volume by its PersistentVolume: two of them with one volume id, or an attachment made past it, put the volume on two nodes. The second attach fails, or a file system is mounted twice and breaks.",
  fix: "Keep one PersistentVolume for each volume id, name it in one claim, and remove the `VolumeAttachment`.",
  judge: (resource, registered) => {
    const view = soFar(registered, resource);
    return isTold(resource) ? sharedIds(view) : [];
  },
  conclude: (stack) => sharedIds(atEnd(stack)),
};

function sharedIds(view: View): readonly Finding[] {
  const first = new Map<string, VolumeId>();
  return volumeIds(view).flatMap((id, _index, all) => {
    // Alone, it is unique whatever it turns out to be.
    if (id.key === UNKNOWN) return view.final && all.length > 1 ? [unknown(id.resource, id.place)] : [];
    const earlier = first.get(id.key);
    if (earlier === undefined) first.set(id.key, id);
    return earlier === undefined ? [] : [shared(id, earlier)];
  });
}

function shared({ resource, place, what }: VolumeId, { resource: earlier }: VolumeId): Finding {
  const problem = `${place} is ${what}, which ${describe(earlier)} (${earlier.urn}) has already`;
  return violation(resource, problem, [earlier]);
}
