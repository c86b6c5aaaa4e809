import test from "ava";

import type { Complaint } from "../../../report/event-log.js";
import { policySection } from "../../../report/policies.js";

const complaint = (policy: string, mandatory: boolean, object: string): Complaint => ({
  policy,
  mandatory,
  urn: `urn:pulumi:dev::spark-platform::kubernetes:core/v1:Pod::${object}`,
  message: `Every pod has \`limits\`.\nPod spark/${object}\n  - spec.limits is missing\nWhy: One eats all.\nFix: Set \`limits\`.`,
});

const section = (complaints: readonly Complaint[], most = 10, coverage?: string) =>
  policySection(
    { changes: [], unchanged: 0, diagnostics: [], succeeded: false, complaints, ...(coverage && { coverage }) },
    most,
  );

test("a rule is explained once, with every resource that breaks it", (t) => {
  t.deepEqual(section([complaint("limits", true, "a"), complaint("limits", true, "b")]).split("\n\n"), [
    "#### Policies: 2 violations",
    "**`limits`** · ❌ mandatory · Every pod has `limits`.",
    "- `Pod spark/a`\n  - spec.limits is missing\n- `Pod spark/b`\n  - spec.limits is missing",
    "**Why:** One eats all.",
    "**Fix:** Set `limits`.",
  ]);
});

test("what stops the update comes before advice", (t) => {
  const text = section([complaint("advice", false, "a"), complaint("rule", true, "b")]);
  t.regex(text, /^#### Policies: 1 violation, 1 piece of advice$/m);
  t.deepEqual(text.match(/\*\*`\w+`\*\* · \S+ \w+/g), ["**`rule`** · ❌ mandatory", "**`advice`** · 💡 advisory"]);
});

test("a message of another pack is told as it is", (t) => {
  const foreign = {
    policy: "tags",
    mandatory: true,
    urn: "urn:pulumi:dev::p::aws:s3/bucket:Bucket::logs",
    message: "Tag <it>!",
  };
  t.deepEqual(section([foreign]).split("\n\n").slice(1), ["**`tags`** · ❌ mandatory · Tag &lt;it>!", "- `logs`"]);
});

test("of many resources and rules the first are told and the rest is counted", (t) => {
  const many = ["a", "b", "c"].flatMap((policy) => ["x", "y", "z"].map((object) => complaint(policy, true, object)));
  const text = section(many, 2);
  t.is(text.match(/^- … and 1 more$/gm)?.length, 2);
  t.regex(text, /^… and 1 more rule\.$/m);
});

test("what the pack judged stands at the end, also when it found nothing", (t) => {
  const line = "Policies: 3 resources judged by 2 rules, 0 findings excepted, nothing left unjudged";
  t.deepEqual(section([], 10, line).split("\n\n"), ["#### Policies: nothing to object", `<sub>${line}.</sub>`]);
});

test("without a pack nothing is said about policies", (t) => t.is(section([]), ""));
