/** A line of the doctor's list: a question that is asked apart, and a pure judgement of its answer. */
import { setTimeout as sleep } from "node:timers/promises";

import type { MachineProblem } from "../preflight.js";

/** What is wrong, and what to type or do. */
export type Problem = MachineProblem;

export type Verdict =
  | { readonly kind: "ok"; readonly seen: string }
  | { readonly kind: "wrong"; readonly problems: readonly Problem[] }
  /** Nothing to judge yet, for a reason that is no fault. */
  | { readonly kind: "later"; readonly why: string };

export interface Check {
  readonly title: string;
  readonly look: () => Promise<Verdict>;
}

export interface Line {
  readonly title: string;
  readonly verdict: Verdict;
}

/** How long one line may take: on two busy cores the slowest, a question inside a pod, takes five seconds. */
const LIMIT_MS = 30_000;

/** Asks and judges; the judgement sees nothing but the answer, so that tests can show it any world. */
export function check<Facts>(title: string, ask: () => Promise<Facts>, judge: (facts: Facts) => Verdict): Check {
  return { title, look: async () => judge(await ask()) };
}

/** Wrong if there are problems. */
export function verdict(problems: readonly Problem[], seen: string): Verdict {
  return problems.length > 0 ? { kind: "wrong", problems } : { kind: "ok", seen };
}

/** Looks at everything at the same time; tells each line as soon as it and those before it are there. A question without an answer is a problem of its line. */
export async function* lookSideBySide(checks: readonly Check[], limitMs = LIMIT_MS): AsyncGenerator<Line> {
  const looking = checks.map(({ title, look }) => ({ title, found: within(limitMs, look) }));
  for (const { title, found } of looking) yield { title, verdict: await found };
}

async function within(limitMs: number, look: Check["look"]): Promise<Verdict> {
  const alarm = new AbortController();
  const tooLong = sleep(limitMs, unanswered(`no answer in ${limitMs / 1000} s`), { signal: alarm.signal });
  try {
    return await Promise.race([look(), tooLong]);
  } catch (error) {
    return unanswered(error instanceof Error ? error.message : String(error));
  } finally {
    alarm.abort();
  }
}

function unanswered(reason: string): Verdict {
  return { kind: "wrong", problems: [{ what: reason, fix: "mend that, then ask again" }] };
}
