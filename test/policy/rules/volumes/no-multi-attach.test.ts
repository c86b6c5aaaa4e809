/** Row 30 of the specification. */
import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { UNKNOWN, awsVolume, resource, stack } from "../../volumes-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "ebs-no-multi-attach";
const disk = (multiAttachEnabled?: Value) => stack(awsVolume("disk", { type: "io2", iops: 1000, multiAttachEnabled }));

for (const on of [true, "true"]) {
  test(`multi-attach as ${typeof on}`, refuses, disk(on), [`${RULE} disk: multiAttachEnabled is true`], disk());
}
test("no multi-attach", accepts, disk(false));
test("multi-attach that is not known yet is judged by the update", (t) => {
  t.deepEqual(verdict(disk(UNKNOWN)), ["later disk: multiAttachEnabled is not known yet"]);
});
test("another resource may call something else so", accepts, {
  ...stack(resource("example:index:Thing", { multiAttachEnabled: true }, { name: "thing" })),
});
