import test from "ava";

import { UNKNOWN, at, hasUnknown, listAt, snapshot } from "../../../policies/model/values.js";

/** What the policy SDK makes of an unknown value: reading it throws. */
function unreadable(properties: Record<string, unknown>, key: string): object {
  return new Proxy(properties, {
    get: (target, property) => {
      if (property === key) throw new Error("unknown value");
      return target[String(property)];
    },
  });
}

test("a copy holds a marker where reading throws, and everything else", (t) => {
  const spec = unreadable({ image: undefined, name: "base", list: [1, true, null] }, "image");
  t.deepEqual(snapshot({ spec }), { spec: { image: UNKNOWN, name: "base", list: [1, true, null] } });
});

test("an unknown element of a list stays in its place", (t) => {
  const list = new Proxy(["a", "b"], {
    get: (target, property) => {
      if (property === "1") throw new Error("unknown value");
      return Reflect.get(target, property) as unknown;
    },
  });
  t.deepEqual(snapshot(list), ["a", UNKNOWN]);
});

test("a path through an unknown value is unknown, through a missing one it is missing", (t) => {
  t.is(at({ metadata: UNKNOWN }, "metadata", "namespace"), UNKNOWN);
  t.is(at({ metadata: null }, "metadata", "namespace"), undefined);
  t.is(at({ metadata: "text" }, "metadata", "namespace"), undefined);
  t.is(at({ metadata: { namespace: null } }, "metadata", "namespace"), undefined);
  t.is(at({ metadata: { namespace: "team" } }, "metadata", "namespace"), "team");
});

test("an unknown list has one unknown element, something else has none", (t) => {
  t.deepEqual(listAt({ args: UNKNOWN }, "args"), [UNKNOWN]);
  t.deepEqual(listAt({ args: ["a"] }, "args"), ["a"]);
  t.deepEqual(listAt({ args: "a" }, "args"), []);
  t.deepEqual(listAt({}, "args"), []);
});

test("an unknown value is found at any depth", (t) => {
  t.true(hasUnknown({ a: [{ b: UNKNOWN }] }));
  t.false(hasUnknown({ a: [{ b: "known" }], c: null }));
});
