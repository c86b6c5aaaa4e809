import test from "ava";

import { isDnsLabel } from "../../../components/dns-label.js";

test("letters, digits and inner hyphens are a label, up to 63 of them", (t) => {
  for (const label of ["a", "7", "spark-analytics", "a--b", "x".repeat(63)]) t.true(isDnsLabel(label), label);
});

test("anything else is none", (t) => {
  const others = ["", "-a", "a-", "A", "a.b", "a_b", "ä", "a\n", "x".repeat(64)];
  for (const other of others) t.false(isDnsLabel(other), other);
});
