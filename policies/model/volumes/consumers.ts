/** Who mounts which claim. */
import type { Resource } from "../resource";
import { sparkConsumers } from "../spark-volumes";
import { UNKNOWN, at } from "../values";
import type { Consumer } from "./consumer";
import { podVolumes } from "./pod-volumes";

const known = new WeakMap<Resource, readonly Consumer[]>();

/** The claims of fixed names that pods of a resource mount. */
export function consumers(resource: Resource): readonly Consumer[] {
  const found = known.get(resource) ?? [...inVolumes(resource), ...sparkConsumers(resource)];
  known.set(resource, found);
  return found;
}

function inVolumes(resource: Resource): readonly Consumer[] {
  return podVolumes(resource).flatMap(({ volume, ...where }): Consumer[] => {
    const claimName = at(volume, "persistentVolumeClaim", "claimName");
    return typeof claimName === "string" || claimName === UNKNOWN ? [{ ...where, resource, claimName }] : [];
  });
}
