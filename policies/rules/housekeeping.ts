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
  description: "Every Kubernetes object in the stack was shown to the collector.",
  why: "What the collector has not seen no rule has judged, and a run without a complaint would look like a pass.",
  fix: "Enable `policy-collector`; after an update with `--target`, run one without.",
};

export const JUDGED_LATER: PolicyText = {
  name: "judged-later",
  level: "advisory",
  description: "Tells what a first preview cannot judge because the value is not known yet.",
  why: "While the cluster itself does not exist some values are unknown; the rule is applied during the update, before the object is created. In every later preview an unknown value breaks the rule.",
  fix: "Nothing, or write the value as a literal to have it judged now.",
};
