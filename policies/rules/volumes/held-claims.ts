import { type HeldClaim, type Holder, heldClaims, heldClaimsAround } from "../../model/volumes/sharing";
import { type View, atEnd, soFar } from "../../model/volumes/view";
import type { Finding, Rule } from "../rule";

/** Judges each claim on EBS that pods mount: as soon as something about it is registered, and all of them at the end. */
export function forHeldClaims(
  findings: (held: HeldClaim, view: View) => readonly Finding[],
): Required<Pick<Rule, "judge" | "conclude">> {
  return {
    judge: (resource, registered) => {
      const view = soFar(registered, resource);
      return heldClaimsAround(resource, view).flatMap((held) => findings(held, view));
    },
    conclude: (stack) => {
      const view = atEnd(stack);
      return heldClaims(view).flatMap((held) => findings(held, view));
    },
  };
}

/** Judges each workload that mounts a claim, on its own. */
export function forHolders(
  findings: (holder: Holder, mounts: string, view: View) => readonly Finding[],
): ReturnType<typeof forHeldClaims> {
  return forHeldClaims((held, view) => held.holders.flatMap((holder) => findings(holder, mounts(holder, held), view)));
}

/** For example `spec.template.spec.volumes[0] "data" is claim team/data on EBS`. */
function mounts({ place, certain }: Holder, { claim }: HeldClaim): string {
  return `${place} ${certain ? "is" : "may be"} claim ${claim.namespace}/${claim.name} on EBS`;
}
