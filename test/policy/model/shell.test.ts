import test from "ava";

import { expanded, words } from "../../../policies/model/shell.js";
import { UNKNOWN, type Value } from "../../../policies/model/values.js";

for (const [script, expected] of [
  ["", []],
  ["a  b\tc\nd", ["a", "b", "c", "d"]],
  ["'a b' \"c d\" e\\ f", ["a b", "c d", "e f"]],
  ["a'b'\"c\"\\d", ["abcd"]],
  ["'a\"b' \"c'd\"", ['a"b', "c'd"]],
  ['"a\\"b\\$c\\\\d\\e"', ['a"b$c\\d\\e']],
  ["''", [""]],
  ["a;b&&c|d>e<f(g)", ["a", "b", "c", "d", "e", "f", "g"]],
  ["x=$(hostname -f)-$(A)", ["x=$(hostname -f)-$(A)"]],
  ["a \\\n b\\\r\n c", ["a", "b", "c"]],
  ["a\n  # b c\nd#e # f", ["a", "d#e", "#", "f"]],
] as const) {
  test(`words of ${JSON.stringify(script)}`, (t) => {
    t.deepEqual(words(script), [...expected]);
  });
}

const variables = new Map<string, Value>([
  ["A", "1"],
  ["LATER", UNKNOWN],
  ["EMPTY", ""],
  ["NUMBER", 2],
]);
for (const [text, expected] of [
  ["a", "a"],
  ["$(A)${A}$A", "111"],
  ["$(B)${B}$B", "$(B)${B}$B"],
  ["$$(A) $$", "$(A) $"],
  ["x$(EMPTY)y", "xy"],
  ["$(NUMBER)", "$(NUMBER)"],
  ["$(A)$(LATER)", UNKNOWN],
] as const) {
  test(`${JSON.stringify(text)} with its variables filled in`, (t) => {
    t.is(expanded(text, variables), expected);
  });
}
