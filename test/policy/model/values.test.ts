import test from "ava";

import {
  UNKNOWN,
  type Value,
  at,
  hasUnknown,
  isRecord,
  listAt,
  snapshot,
  stringAt,
} from "../../../policies/model/values.js";

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

test("what is no value of JSON is copied as nothing", (t) => {
  t.deepEqual(snapshot({ a: undefined, b: () => 1, c: Symbol("c"), d: false, e: 0, f: "" }), {
    a: null,
    b: null,
    c: null,
    d: false,
    e: 0,
    f: "",
  });
  t.is(snapshot(null), null);
  t.is(snapshot(undefined), null);
});

test("a copy does not change with what it was made of", (t) => {
  const labels = { team: "a" };
  const copy = snapshot({ labels });
  labels.team = "b";
  t.deepEqual(copy, { labels: { team: "a" } });
});

test("the marker is one in all copies of the module", (t) => {
  t.true(Object.is(UNKNOWN, Symbol.for("spark-platform/unknown")));
});

test("only an object with properties is a record", (t) => {
  t.true(isRecord({}));
  const others: readonly (Value | undefined)[] = [null, undefined, [], "text", 1, true, UNKNOWN];
  for (const value of others) t.false(isRecord(value));
});

test("a string is one, not what could be written as one", (t) => {
  t.is(stringAt({ metadata: { name: "pi" } }, "metadata", "name"), "pi");
  t.is(stringAt({ name: "" }, "name"), "");
  const others: readonly Value[] = [1, true, null, ["pi"], UNKNOWN];
  for (const name of others) t.is(stringAt({ name }, "name"), undefined);
  t.is(stringAt("pi"), "pi");
  t.is(stringAt(undefined, "name"), undefined);
});

test("a path does not lead into a list, and an empty one is the value itself", (t) => {
  t.is(at(["a"], "0"), undefined);
  t.is(at(["a"], "length"), undefined);
  t.is(at("text"), "text");
  t.is(at(UNKNOWN), UNKNOWN);
  t.is(at(null), undefined);
  t.deepEqual(listAt(["a", UNKNOWN]), ["a", UNKNOWN]);
  t.deepEqual(listAt(undefined, "args"), []);
});

test("nothing unknown is found where all is known", (t) => {
  t.true(hasUnknown(UNKNOWN));
  t.true(hasUnknown(["known", UNKNOWN]));
  t.true(hasUnknown({ a: "known", b: UNKNOWN }));
  t.false(hasUnknown(undefined));
  t.false(hasUnknown("text"));
  t.false(hasUnknown([]));
});
