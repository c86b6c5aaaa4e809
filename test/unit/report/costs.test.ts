/** Costs as a reviewer reads them; the figures themselves are tested beside costs/. */
import test from "ava";

import type { FloorChange } from "../../../costs/change.js";
import { known, unknown } from "../../../costs/figure.js";
import type { JobHour } from "../../../costs/job-hour.js";
import { costSection } from "../../../report/costs.js";

const PRICES = { region: "us-east-1", read: "2026-11-22" };
const total = (dollars: number, ...items: string[]) => ({ dollars, unknown: items });
const line = (item: string, count: number) => ({ item, count, each: known(10, "10") });

const SAME: FloorChange = { before: total(100), after: total(100), lines: [], change: total(0) };

const hour = (dollars: number): JobHour => ({
  shared: { kind: "ceiling", dollars, made: "", why: "spot" },
  alone: unknown("nobody knows it"),

  glue: known(1.76, "0.44 × 4 DPU"),
});

const lines = (
  ...[floor, jobs = [], base = "origin/main"]: readonly [FloorChange, Parameters<typeof costSection>[1]?, string?]
) => costSection(floor, jobs, PRICES, base).split("\n\n");

test("a floor that stays is one figure", (t) => {
  t.deepEqual(lines(SAME), [
    "#### Costs",
    "When nothing runs: **$100.00 a month**, as before.",
    "<sub>List prices of us-east-1, read on 2026-11-22; “was” is `origin/main`. Traffic, requests and logs come on top.</sub>",
  ]);
});

test("a floor that changes tells both figures, the difference and its lines", (t) => {
  const [, words, summary, table] = lines({
    before: total(100),
    after: total(90, "node of pool x"),
    change: total(-10, "node of pool x"),
    lines: [
      { item: "NAT gateway", before: line("NAT gateway", 3), after: line("NAT gateway", 2), dollars: -10 },
      { item: "node of pool x", after: { item: "node of pool x", count: 1, each: unknown("no price") } },
    ],
  });
  t.is(
    words,
    "When nothing runs: **$90.00 a month and what is not known of node of pool x**, was $100.00 a month: **−$10.00 a month** and what is not known of node of pool x.",
  );
  t.is(summary, "<details><summary>2 lines of the bill</summary>");
  t.is(
    table,
    "| item | was | is | a month |\n| --- | --- | --- | --- |\n| NAT gateway | 3 | 2 | −$10.00 |\n| node of pool x | 0 | 1 | not known |",
  );
});

test("a new stack is compared with nothing", (t) => {
  const section = costSection({ after: total(100), lines: [], change: total(100) }, [], PRICES, undefined);
  t.regex(section, /^When nothing runs: \*\*\$100\.00 a month\*\*\.$/m);
  t.notRegex(section, /was/);
});

test("an hour of a job is told for its nodes and for Glue; what is not known says why", (t) => {
  const [, , table] = lines(SAME, [
    { job: "flights", before: hour(0.2), after: hour(0.4) },
    { job: "orders", after: hour(0.1) },
    { job: "pi", before: hour(0.1) },
  ]);
  t.deepEqual(table?.split("\n").slice(2), [
    "| `flights` | not known: nobody knows it | **at most $0.40**, was at most $0.20 | $1.76 |",
    "| `orders` | not known: nobody knows it | at most $0.10 | $1.76 |",
    "| `pi` | –, was not known: nobody knows it | –, was at most $0.10 | –, was $1.76 |",
  ]);
});

test("of many jobs the first ten are told, since the report must fit a comment", (t) => {
  const section = costSection(
    SAME,
    Array.from({ length: 500 }, (_, i) => ({ job: `job-${i}`, after: hour(1) })),
    PRICES,
    "main",
  );
  t.is(section.match(/^\| `job-/gm)?.length, 10);
  t.regex(section, /^… and 490 more\.$/m);
});
