/** The line at the end of a run. */
import test from "ava";

import { Coverage } from "../../policies/coverage.js";
import { configMap, cronJob } from "./objects.js";
import { rule } from "./session-fixtures.js";

const NOTHING = { opaque: 0, unseen: 0 };

test("a run in which everything was judged says so", (t) => {
  t.is(
    new Coverage().line(63, 41, NOTHING),
    "Policies: 63 resources judged by 41 rules, 0 findings excepted, nothing left unjudged",
  );
});

test("one is said as one", (t) => {
  const coverage = new Coverage();
  coverage.excepted();
  t.is(
    coverage.line(1, 1, { opaque: 1, unseen: 1 }),
    "Policies: 1 resource judged by 1 rule, 1 finding excepted, not judged: the contents of 1 chart or YAML resource; 1 resource never shown to the pack",
  );
});

test("what waits for a value is counted by rule, each resource once", (t) => {
  const coverage = new Coverage();
  coverage.excepted();
  coverage.excepted();
  const images = rule({}, "k8s-image-pinned");
  const quantities = rule({}, "k8s-resources");
  for (const one of [configMap({}), configMap({}), cronJob()]) coverage.notJudged(images, one);
  coverage.notJudged(quantities, cronJob());
  t.is(
    coverage.line(2, 3, { opaque: 2, unseen: 3 }),
    "Policies: 2 resources judged by 3 rules, 2 findings excepted, not judged: " +
      "2 for k8s-image-pinned, which needs a value that is not known yet; " +
      "1 for k8s-resources, which needs a value that is not known yet; " +
      "the contents of 2 chart or YAML resources; 3 resources never shown to the pack",
  );
});

test("one reason is enough to say that not everything was judged", (t) => {
  for (const [counts, reason] of [
    [{ opaque: 2, unseen: 0 }, "the contents of 2 chart or YAML resources"],
    [{ opaque: 0, unseen: 2 }, "2 resources never shown to the pack"],
  ] as const) {
    t.is(
      new Coverage().line(2, 2, counts),
      `Policies: 2 resources judged by 2 rules, 0 findings excepted, not judged: ${reason}`,
    );
  }
});
