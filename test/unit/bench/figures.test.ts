import test from "ava";

import { type Figure, isMet, measured, table } from "../../bench/figures.js";

const TOLD: Figure<"one" | "other"> = { name: "one against other", of: ({ one, other }) => one / other, unit: "×" };
const RATIO = { ...TOLD, bar: 2 };

test("the ratio of each round comes before the median: a machine that was slower for a while does not count", (t) => {
  const rounds = [
    { one: 30, other: 20 },
    { one: 1, other: 1 },
    { one: 8, other: 4 },
  ];
  t.deepEqual(measured(RATIO, rounds), { name: RATIO.name, median: 1.5, least: 1, most: 2, unit: "×", bar: 2 });
});

test("of an even number of rounds the two in the middle decide", (t) => {
  const rounds = [4, 1, 3, 100].map((one) => ({ one, other: 1 }));
  t.is(measured(RATIO, rounds).median, 3.5);
});

test("a figure at its bar meets it, one above does not, and one without a bar always does", (t) => {
  const at = (one: number, figure: typeof TOLD = RATIO) => isMet(measured(figure, [{ one, other: 1 }]));
  t.deepEqual([at(2), at(2.01), at(99, TOLD)], [true, false, true]);
});

test("the table says what was measured, between what, and whether the bar is met", (t) => {
  const rounds = [{ one: 5, other: 2 }];
  t.is(
    table([measured(RATIO, rounds), measured({ ...TOLD, unit: "s" }, rounds)]),
    [
      "| figure | median | rounds | bar |  |",
      "| --- | --: | --: | --: | --- |",
      "| one against other | 2.50 × | 2.50 – 2.50 | 2 × | missed |",
      "| one against other | 2.50 s | 2.50 – 2.50 |  |  |",
    ].join("\n"),
  );
});
