/** A rule of which a test says what it finds, and the words of a report about it. */
import { type Resource, describe } from "../../policies/model/resource.js";
import { type Finding, type PolicyText, type Rule, unknown, violation } from "../../policies/rules/rule.js";

/** A rule of the pack by name, so that exceptions may name it, with findings of the test's own. */
export function rule(found: Pick<Rule, "conclude" | "judge">, name = "k8s-image-pinned"): Rule {
  return { name, level: "mandatory", description: "A rule.", why: "It breaks.", fix: "Mend it.", ...found };
}

/** Finds fault with every resource but lists, as it is registered. */
export const strict = rule({ judge: (it) => (it.object?.kind.endsWith("List") ? [] : [violation(it, "is wrong")]) });

/** Cannot judge any resource. */
export const unsure = rule({ judge: (it) => [unknown(it, "spec.image")] });

/** The findings of {@link strict}, with other resources that take part. */
export function withInvolved(involved: readonly Resource[]): Rule {
  return rule({ judge: (it): readonly Finding[] => [violation(it, "is wrong", involved)] });
}

/** The text of a report about some problems of one resource. */
export function reported(resource: Resource, problems: readonly string[], { why, fix }: PolicyText = strict): string {
  return [describe(resource), ...problems.map((it) => `  - ${it}`), `Why: ${why}`, `Fix: ${fix}`].join("\n");
}
