/** Exceptions: what breaks a rule and may, for a while and for a written reason. */
import { describe } from "./model/resource";
import type { Finding } from "./rules/rule";

/** An entry of the parameter `exceptions`. All four must be there. */
export interface Exception {
  /** Name of the rule. */
  readonly rule: string;
  /** The resource, as its URN or as messages name it, for example `CronJob spark-analytics/pi`. */
  readonly resource: string;
  /** Why it may. */
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
}

/** What is wrong with an exception; one with any of this does not hold. */
export function exceptionProblems(
  given: Partial<Exception>,
  rules: readonly string[],
  today: string,
): readonly string[] {
  const missing = (["rule", "resource", "reason", "expires"] as const).filter((field) => !given[field]?.trim());
  return [
    ...missing.map((field) => `has no ${field}`),
    ...(given.rule && !rules.includes(given.rule) ? [`names the rule "${given.rule}", which does not exist`] : []),
    ...(given.expires && !isDay(given.expires)
      ? [`expires "${given.expires}", which is no date: write YYYY-MM-DD`]
      : []),
    ...(given.expires && isDay(given.expires) && given.expires < today ? [`has expired on ${given.expires}`] : []),
  ];
}

/** A name of the exception for people. */
export function nameOf({ rule, resource }: Partial<Exception>, index: number): string {
  return `exceptions[${index}]${rule && resource ? ` (${rule}, ${resource})` : ""}`;
}

/** Whether an exception is about a finding of a rule: about its resource, or about one that takes part in it. */
export function covers({ rule, resource }: Exception, name: string, finding: Finding): boolean {
  return (
    rule === name &&
    [finding.resource, ...(finding.involved ?? [])].some((one) => one.urn === resource || describe(one) === resource)
  );
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
