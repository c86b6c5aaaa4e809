import test from "ava";

import { Names } from "../../../policies/model/names.js";
import { ANOTHER, AWS, UNKNOWN, settings } from "../namespaces-objects.js";
import { PROVIDER, resource } from "../objects.js";

const here = settings("team");
const there = settings("team", { provider: ANOTHER });
const cloud = resource("aws:iam/role:Role", {}, { provider: AWS });
const component = resource("kubernetes:helm.sh/v4:Chart", {}, { provider: undefined });

function declared(...name: Parameters<Names["has"]> extends [unknown, ...infer Rest] ? Rest : never): Names {
  const names = new Names();
  names.add({ provider: PROVIDER }, ...name);
  return names;
}

test("a name is declared in its own cluster, and for what tells no cluster", (t) => {
  const names = declared("team");
  t.deepEqual(
    [here, there, cloud, component].map((asking) => names.has(asking, "team")),
    [true, false, true, true],
  );
  t.false(names.has(here, "taem"));
});
test("all parts of a name have to be the same, in their order", (t) => {
  const names = declared("team", "driver");
  t.true(names.has(here, "team", "driver"));
  t.false(names.has(here, "driver", "team"));
  t.false(names.has(here, "team"));
});
test("a name with a part that is not known yet may be any that agrees in the others", (t) => {
  t.is(declared(UNKNOWN, "driver").has(here, "team", "driver"), UNKNOWN);
  t.is(declared("team", UNKNOWN).has(here, "team", "driver"), UNKNOWN);
  t.is(declared(UNKNOWN, UNKNOWN).has(here, "team", "driver"), UNKNOWN);
  t.false(declared(UNKNOWN, "driver").has(here, "team", "guest"));
  t.false(declared("team", UNKNOWN).has(there, "team", "driver"));
});
test("whether something exists that is not known yet is not known either", (t) => {
  t.is(declared("team").has(here, UNKNOWN), UNKNOWN);
  t.is(declared(UNKNOWN).has(here, UNKNOWN), UNKNOWN);
  t.is(new Names().has(here, "team", UNKNOWN), UNKNOWN);
});
