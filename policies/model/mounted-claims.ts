/** Whether what pods mount is on EBS, also where the claim is named by a setting. */
import { UNKNOWN } from "./values";
import { candidates, isClaimOnEbs } from "./volumes/claims";
import type { Consumer } from "./volumes/consumer";
import type { OnEbs } from "./volumes/storage-class";
import type { View } from "./volumes/view";

/** Whether a consumer mounts a claim on EBS. A claim that may be one of several is judged if they are all alike. */
export function mountsEbs(consumer: Consumer, view: View): OnEbs {
  const { claims, certain } = candidates(consumer, view);
  const answers = new Set(claims.map((claim) => isClaimOnEbs(claim, view)));
  const [answer] = answers;
  if (answer !== undefined && answers.size === 1) return answer;
  if (certain && answers.has(true)) return true;
  return view.final ? UNKNOWN : false;
}
