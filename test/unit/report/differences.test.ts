import test from "ava";

import { differences } from "../../../report/differences.js";
import { Hidden } from "../../../report/secrecy.js";

test("equal values have no differences, whatever the order of their keys' places in lists", (t) => {
  t.deepEqual(differences({ a: [{ name: "x", value: 1 }] }, { a: [{ name: "x", value: 1 }] }), []);
});

test("what is new, gone and different is told with its path", (t) => {
  t.deepEqual(differences({ spec: { a: 1, b: 2 } }, { spec: { b: 3, "limits.cpu": "1" } }), [
    { path: "spec.a", before: 1 },
    { path: "spec.b", before: 2, after: 3 },
    { path: 'spec["limits.cpu"]', after: "1" },
  ]);
});

test("elements with names are compared with those of the same name, wherever they stand", (t) => {
  const before = {
    env: [
      { name: "A", value: "1" },
      { name: "B", value: "1" },
    ],
  };
  const after = {
    env: [
      { name: "B", value: "2" },
      { name: "A", value: "1" },
    ],
  };
  t.deepEqual(differences(before, after), [{ path: "env[B].value", before: "1", after: "2" }]);
});

test("elements without names, or with one name for two of them, are compared by place", (t) => {
  t.deepEqual(differences({ rules: [{ port: 1 }] }, { rules: [{ port: 2 }] }), [
    { path: "rules[0].port", before: 1, after: 2 },
  ]);
  const twice = [
    { name: "A", port: 1 },
    { name: "A", port: 2 },
  ];
  t.deepEqual(differences({ rules: twice }, { rules: twice.slice(0, 1) }), [
    { path: "rules[1]", before: { name: "A", port: 2 } },
  ]);
});

test("of a list of texts it is told what went and what came", (t) => {
  t.deepEqual(differences({ args: ["a", "b"] }, { args: ["b", "c"] }), [{ path: "args", before: ["a"], after: ["c"] }]);
  t.deepEqual(differences({ args: ["a"] }, { args: ["a", "b"] }), [{ path: "args", after: ["b"] }]);
});

test("another order of texts is a difference", (t) => {
  t.deepEqual(differences({ args: ["a", "b"] }, { args: ["b", "a"] }), [
    { path: "args", before: ["a", "b"], after: ["b", "a"] },
  ]);
});

test("what the SDK and the provider keep for themselves is left out", (t) => {
  t.deepEqual(
    differences({ __provider: "code", a: { __defaults: [] } }, { __provider: "other", a: { __defaults: ["x"] } }),
    [],
  );
});

test("values that are not shown differ when they are different", (t) => {
  const [one, same, other] = ["a", "a", "b"].map((text) => new Hidden("secret", text));
  t.deepEqual(differences({ key: one ?? null }, { key: same ?? null }), []);
  t.is(differences({ key: one ?? null }, { key: other ?? null }).length, 1);
});
