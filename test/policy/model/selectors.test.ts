import test from "ava";

import { selects } from "../../../policies/model/selectors.js";
import type { Value } from "../../../policies/model/values.js";

const LABELS = { app: "web", tier: "front" };
const expression = (operator: string, key: string, ...values: string[]): Value => ({
  matchExpressions: [{ key, operator, values }],
});

for (const [what, selector, selected] of [
  ["a missing selector", undefined, false],
  ["an empty selector", {}, true],
  ["equal labels", { matchLabels: { app: "web", tier: "front" } }, true],
  ["one other label", { matchLabels: { app: "web", tier: "back" } }, false],
  ["a label that is not there", { matchLabels: { zone: "a" } }, false],
  ["In with the value", expression("In", "app", "api", "web"), true],
  ["In without the value", expression("In", "app", "api"), false],
  ["In of a missing label", expression("In", "zone", "a"), false],
  ["NotIn with the value", expression("NotIn", "app", "web"), false],
  ["NotIn without the value", expression("NotIn", "app", "api"), true],
  ["NotIn of a missing label", expression("NotIn", "zone", "a"), true],
  ["Exists", expression("Exists", "app"), true],
  ["Exists of a missing label", expression("Exists", "zone"), false],
  ["DoesNotExist", expression("DoesNotExist", "app"), false],
  ["DoesNotExist of a missing label", expression("DoesNotExist", "zone"), true],
  ["an operator that does not exist", expression("Like", "app", "web"), false],
  [
    "labels that match and an expression that does not",
    { matchLabels: { app: "web" }, ...Object(expression("Exists", "zone")) } as Value,
    false,
  ],
  [
    "an expression that matches and labels that do not",
    { matchLabels: { app: "api" }, ...Object(expression("Exists", "app")) } as Value,
    false,
  ],
] as const) {
  test(`${what} ${selected ? "selects" : "does not select"}`, (t) => {
    t.is(selects(selector, LABELS), selected);
  });
}
test("labels that are missing are none", (t) => {
  t.true(selects(expression("DoesNotExist", "app"), undefined));
  t.false(selects({ matchLabels: { app: "web" } }, undefined));
});
