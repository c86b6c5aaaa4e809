/** The policies that are not rules about resources: they make the rules possible and keep them honest. */
import type { PolicyText } from "./rule";

export const COLLECTOR: PolicyText = {
  name: "policy-collector",
  level: "mandatory",
  description: "Remembers the inputs of every resource for the rules, and holds the parameters of the pack.",
  why: "In the preview that also creates the cluster, the engine shows a stack policy empty objects: only what was remembered at registration can be judged.",
  fix: "It never complains by itself. Leave it enabled.",
};

export const INTEGRITY: PolicyText = {
  name: "policy-collector-integrity",
  level: "mandatory",
  description: "Every Kubernetes object in the stack was shown to the collector, or can be judged by its outputs.",
  why: "What nobody has seen no rule has judged, and a run without a complaint would look like a pass.",
  fix: "Enable `policy-collector`; after an update with `--target`, run one without.",
};

export const EXCEPTION_VALID: PolicyText = {
  name: "exception-valid",
  level: "mandatory",
  description: "Every exception names an existing rule, a resource and a reason, and has not expired.",
  why: "An exception that nobody explained or looks at again is a hole that the next team inherits.",
  fix: "Complete the entry, or remove it and mend what it allowed. Until then it does not hold.",
};

export const EXCEPTION_USED: PolicyText = {
  name: "exception-used",
  level: "advisory",
  description: "Tells what breaks a rule and is allowed by an exception, and which exceptions nothing needs any more.",
  why: "Reviewers should see at each change what is not kept, why, and for how long.",
  fix: "Mend the resource before the exception expires, then remove the entry.",
};

export const JUDGED_LATER: PolicyText = {
  name: "judged-later",
  level: "advisory",
  description: "Tells what a preview cannot judge because the value is not known yet.",
  why: "While the cluster or a cloud resource does not exist some values are unknown; the rule is applied during the update, before the resource is created. In a later preview an unknown value in a Kubernetes object breaks the rule.",
  fix: "Nothing, or write the value as a literal to have it judged now.",
};

export const COVERAGE: PolicyText = {
  name: "coverage",
  level: "advisory",
  description: "Says at the end of a run how much was judged, excepted and not judged, and why.",
  why: "No complaint means something only if one knows what was looked at.",
  fix: "It never complains; its line is among the diagnostics.",
};

/** All of them, in the order in which README.md lists them. */
export const HOUSEKEEPING = [COLLECTOR, INTEGRITY, EXCEPTION_VALID, EXCEPTION_USED, JUDGED_LATER, COVERAGE] as const;
