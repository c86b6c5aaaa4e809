import { type Resource, describe } from "../../model/resource";
import { UNKNOWN } from "../../model/values";
import type { HeldClaim, Holder } from "../../model/volumes/sharing";
import { type Finding, type Rule, violation } from "../rule";
import { forHeldClaims } from "./held-claims";

export const claimSingleConsumer: Rule = {
  name: "ebs-claim-single-consumer",
  level: "mandatory",
  description: "A claim on EBS belongs to one workload.",
  why: "An EBS volume attaches to one node: as soon as the second pod lands on another one it waits with a Multi-Attach error until the first is gone, which for two services is never.",
  fix: "Give each workload a claim of its own, an ephemeral volume or EFS; keep logs in S3. Write claim names as literals, so that they can be told apart in every preview.",
  ...forHeldClaims((held) => held.holders.flatMap((holder) => sharedWithEarlier(holder, held))),
};

/** The first workload of a claim is in order; each later one shares it. */
function sharedWithEarlier(holder: Holder, held: HeldClaim): readonly Finding[] {
  const { resource } = holder;
  const active = held.holders.filter(({ pods }) => pods !== 0);
  const earlier = active.slice(0, Math.max(0, active.indexOf(holder)));
  const certain = isCertain(holder) ? earlier.filter(isCertain) : [];
  if (certain.length > 0) return [violation(resource, shared(held, [...certain, holder]), resources(certain))];
  if (earlier.length === 0) return [];
  const problem = `${shared(held, [...earlier, holder])}; with literal claim names and numbers of pods it can be judged now`;
  return [{ resource, certain: false, problem, involved: resources(earlier) }];
}

/** Whether it has a pod that mounts the claim, whatever is not known yet. */
function isCertain({ certain, pods }: Holder): boolean {
  return certain && pods !== UNKNOWN;
}

function shared({ claim }: HeldClaim, holders: readonly Holder[]): string {
  const share = holders.every(isCertain) ? "share" : "may share";
  const all = holders.map(({ resource, place }) => `${describe(resource)} (${resource.urn}, ${place})`);
  return `claim ${claim.namespace}/${claim.name} is on EBS, and these workloads ${share} it: ${all.join("; ")}`;
}

function resources(holders: readonly Holder[]): readonly Resource[] {
  return holders.map(({ resource }) => resource);
}
