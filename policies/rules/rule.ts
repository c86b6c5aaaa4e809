/** What a rule is: words for people and a pure judge, resources in, findings out. */
import type { Registered, Resource, Stack } from "../model/resource";

/** `mandatory` stops the preview and the update, `advisory` only tells. */
export type Level = "mandatory" | "advisory";

/** What a policy says about itself; also a row of the table in README.md. */
export interface PolicyText {
  readonly name: string;
  readonly level: Level;
  /** The rule as one sentence. */
  readonly description: string;
  /** What breaks in practice without it. */
  readonly why: string;
  /** What to do about a violation. */
  readonly fix: string;
}

export interface Rule extends PolicyText {
  /**
   * Judges what is certain as soon as a resource is registered, before it is created. A rule about how resources relate may find fault with an
   * earlier one too; what it has found is told once.
   */
  readonly judge?: (resource: Resource, registered: Registered) => readonly Finding[];
  /** Judges the stack once everything in it is registered: what only the whole stack or the dependency graph can tell. */
  readonly conclude?: (stack: Stack) => readonly Finding[];
}

/** One thing that breaks a rule, or that might: see {@link unknown}. */
export interface Finding {
  readonly resource: Resource;
  readonly certain: boolean;
  /** Where and what, for example `spec.timeZone is missing`. Never the value of anything that can hold a secret. */
  readonly problem: string;
  /** Other resources that take part in it: an exception for one of them covers the finding too. */
  readonly involved?: readonly Resource[];
}

/** The rule is broken, whatever else becomes known. */
export function violation(resource: Resource, problem: string, involved: readonly Resource[] = []): Finding {
  return { resource, certain: true, problem, involved };
}

/** The value at the path decides, and it is not known yet. */
export function unknown(resource: Resource, path: string): Finding {
  return { resource, certain: false, problem: `${path} is not known yet` };
}
