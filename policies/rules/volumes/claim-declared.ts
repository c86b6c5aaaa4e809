import { UNKNOWN } from "../../model/values";
import { type Claim, candidates, mayBeDeclared, specOf } from "../../model/volumes/claims";
import type { Consumer } from "../../model/volumes/consumer";
import { type View, atEnd } from "../../model/volumes/view";
import { type Finding, type Rule, unknown } from "../rule";

export const claimDeclared: Rule = {
  name: "claim-declared-in-stack",
  level: "mandatory",
  description: "Every claim that pods mount is declared in the stack, or listed as external.",
  why: "Of a claim that somebody else makes nobody here knows whether it is on EBS and who else mounts it; and if it is missing the pod waits for ever without an error.",
  fix: "Declare the PersistentVolumeClaim in this stack, correct its name, write the name as a literal, or list `namespace/name` in `externalClaims`.",
  conclude: (stack) => {
    const view = atEnd(stack);
    return view.inventory.consumers.all().flatMap((consumer) => undeclared(consumer, view));
  },
};

function undeclared(consumer: Consumer, view: View): readonly Finding[] {
  const { resource, place } = consumer;
  const { claims } = candidates(consumer, view);
  if (consumer.claimName === UNKNOWN) return claims.length === 0 ? [unknown(resource, `the claim of ${place}`)] : [];
  return claims
    .filter((claim) => !isDeclared(claim, view))
    .map((claim) => ({
      resource,
      certain: !mayBeDeclared(claim, view),
      problem: `${place} is claim ${claim.namespace}/${claim.name}, which this stack does not declare`,
    }));
}

function isDeclared(claim: Claim, view: View): boolean {
  const listed = view.parameters.externalClaims.includes(`${claim.namespace}/${claim.name}`);
  return listed || specOf(claim, view)?.partial === false;
}
