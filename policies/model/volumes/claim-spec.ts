/** What says how a claim is to be: claims, and templates of claims. */
import { type Resource, namespaceOf } from "../resource";
import { UNKNOWN, type Value, at, listAt, stringAt } from "../values";
import { isClaim, isStatefulSet } from "./kinds";
import { podVolumes } from "./pod-volumes";

export interface ClaimSpec {
  readonly resource: Resource;
  /** Where its fields are in the resource, for example `spec` or `spec.volumeClaimTemplates[0] "data".spec`. */
  readonly place: string;
  readonly metadata: Value | undefined;
  readonly spec: Value | undefined;
  /** Name of the claim, of a template that of each claim without what is added to it. */
  readonly name: string | undefined;
  /** Whether only some fields are written, since it is a patch. */
  readonly partial: boolean;
}

const known = new WeakMap<Resource, readonly ClaimSpec[]>();

/** The claim that a resource is, those of a StatefulSet's pods, and those that pods bring along. */
export function claimSpecs(resource: Resource): readonly ClaimSpec[] {
  const found = known.get(resource) ?? find(resource);
  known.set(resource, found);
  return found;
}

function find(resource: Resource): readonly ClaimSpec[] {
  const partial = resource.object?.patch === true;
  const own = isClaim(resource) ? [specOf(resource, resource.inputs, "spec", partial)] : [];
  return [...own, ...claimTemplates(resource), ...ephemeral(resource)];
}

function specOf(resource: Resource, claim: Value, place: string, partial = false): ClaimSpec {
  const name = stringAt(claim, "metadata", "name");
  return { resource, place, metadata: at(claim, "metadata"), spec: at(claim, "spec"), name, partial };
}

/** Templates of the claims that a StatefulSet makes for each of its pods. */
export function claimTemplates(resource: Resource): readonly ClaimSpec[] {
  if (!isStatefulSet(resource)) return [];
  return listAt(resource.inputs, "spec", "volumeClaimTemplates").map((template, index) => {
    const name = stringAt(template, "metadata", "name");
    const place = `spec.volumeClaimTemplates[${index}]${name === undefined ? "" : ` "${name}"`}.spec`;
    return specOf(resource, template, place);
  });
}

function ephemeral(resource: Resource): readonly ClaimSpec[] {
  return podVolumes(resource).flatMap(({ volume, place }) => {
    const template = at(volume, "ephemeral", "volumeClaimTemplate");
    // A volume that is not known at all may be any claim: the rules about consumers tell.
    if (template === undefined || volume === UNKNOWN) return [];
    return [specOf(resource, template, `${place}.ephemeral.volumeClaimTemplate.spec`)];
  });
}

/** `metadata.namespace`; a missing one is `default`, which the provider writes into it as soon as it can. */
export function namespaceOfClaim({ resource }: Pick<ClaimSpec, "resource">): Value {
  return namespaceOf(resource) ?? "default";
}
