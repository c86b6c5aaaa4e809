import test from "ava";

import { quantity } from "../../../../local/doctor/quantity.js";

test("quantities are read as Kubernetes writes them", (t) => {
  t.is(quantity("250m"), 0.25);
  t.is(quantity("8"), 8);
  t.is(quantity("1.5Gi"), 1.5 * 2 ** 30);
  t.is(quantity("500M"), 5e8);
  t.is(quantity("0"), 0);
});

test("anything else is refused, not taken for nothing", (t) => {
  for (const text of ["", "8GB", "-", "Mi"]) t.throws(() => quantity(text), { message: /is no quantity/ });
});
