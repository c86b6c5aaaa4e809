/** Which claim is meant, and who mounts it. */
import { identified } from "../namespaces";
import type { Resource } from "../resource";
import { UNKNOWN, type Value, at, stringAt } from "../values";
import { type ClaimSpec, claimSpecs, claimTemplates, namespaceOfClaim } from "./claim-spec";
import type { Consumer } from "./consumer";
import { consumers } from "./consumers";
import { isClaim } from "./kinds";
import { mostPods } from "./max-pods";
import { type OnEbs, isOnEbs } from "./storage-class";
import { type View, sources } from "./view";

/** A claim, whatever its resource is called in Pulumi. */
export interface Claim {
  readonly provider: string | undefined;
  /** Its namespace, as `identified`. */
  readonly namespace: string;
  /** Its name; of one that has none yet, the URN. */
  readonly name: string;
}

/** The claim that a resource is; `undefined` if it is none, or if its namespace cannot be told. */
export function claimOf(resource: Resource, view: View): Claim | undefined {
  if (!isClaim(resource)) return undefined;
  const name = stringAt(resource.inputs, "metadata", "name") ?? resource.id;
  return claimIn(namespaceOfClaim({ resource }), name, resource, view);
}

function claimIn(namespace: Value, name: string, resource: Resource, view: View): Claim | undefined {
  const home = identified(namespace, resource, "metadata", view);
  return typeof home === "string" ? { provider: resource.provider, namespace: home, name } : undefined;
}

export function isSame(one: Claim, other: Claim): boolean {
  return one.provider === other.provider && one.namespace === other.namespace && one.name === other.name;
}

/** The claims that may be the one that a consumer names. */
export interface Candidates {
  readonly claims: readonly Claim[];
  /** Whether it mounts all of them for certain. */
  readonly certain: boolean;
}

/**
 * A claim whose name is not known yet can be any of those whose outputs went into the resource. If it mounts as many unknown claims as there are, it mounts each.
 */
export function candidates(consumer: Consumer, view: View): Candidates {
  const { resource, claimName, namespace = "default" } = consumer;
  if (claimName !== UNKNOWN) {
    const claim = claimIn(namespace, claimName, resource, view);
    return { claims: claim ? [claim] : [], certain: true };
  }
  const claims = sources(resource, "spec", view).flatMap((source) => claimOf(source, view) ?? []);
  const unnamed = consumers(resource).filter((it) => it.claimName === UNKNOWN);
  return { claims, certain: claims.length <= 1 || claims.length === unnamed.length };
}

/** What says how a claim is to be, if the stack does: the claim itself, or the template of the StatefulSet that makes it. */
export function specOf(claim: Claim, view: View): ClaimSpec | undefined {
  return declaredSpec(claim, view) ?? templateOf(claim, view);
}

function declaredSpec(claim: Claim, view: View): ClaimSpec | undefined {
  const { claims } = view.inventory;
  const declared = [...claims.named(claim.name), ...claims.named(undefined)].filter((resource) => {
    const own = claimOf(resource, view);
    return own !== undefined && isSame(own, claim);
  });
  // A patch says less than the claim itself.
  const resource = declared.find(({ object }) => object?.patch === false) ?? declared[0];
  return resource && claimSpecs(resource).at(0);
}

/** A StatefulSet names the claims of its pods `template-name-number`. */
function templateOf(claim: Claim, view: View): ClaimSpec | undefined {
  return view.inventory.statefulSets.flatMap(claimTemplates).find(({ resource, name }) => {
    const workload = stringAt(resource.inputs, "metadata", "name");
    if (name === undefined || workload === undefined) return false;
    const prefix = `${name}-${workload}-`;
    const own = claimIn(namespaceOfClaim({ resource }), claim.name, resource, view);
    const isOwn = own !== undefined && isSame(own, claim) && claim.name.startsWith(prefix);
    return isOwn && hasNumber(resource, claim.name.slice(prefix.length), view);
  });
}

function hasNumber(statefulSet: Resource, suffix: string, view: View): boolean {
  const start = at(statefulSet.inputs, "spec", "ordinals", "start");
  const number = Number(suffix) - (typeof start === "number" ? start : 0);
  const pods = mostPods(statefulSet, view);
  return /^\d+$/.test(suffix) && number >= 0 && (pods === UNKNOWN || number < pods);
}

export function isClaimOnEbs(claim: Claim, view: View): OnEbs {
  const spec = specOf(claim, view);
  return spec ? isOnEbs(spec, view) : view.final;
}

/** Whether a claim of the stack whose name or namespace is not known yet may be the one. */
export function mayBeDeclared(claim: Claim, view: View): boolean {
  const { claims } = view.inventory;
  return [...claims.named(undefined), ...claims.named(claim.name)].some((resource) => {
    const home = identified(namespaceOfClaim({ resource }), resource, "metadata", view);
    const name = at(resource.inputs, "metadata", "name");
    const fits = (home === UNKNOWN || home === claim.namespace) && (name === UNKNOWN || name === claim.name);
    return fits && resource.provider === claim.provider;
  });
}
