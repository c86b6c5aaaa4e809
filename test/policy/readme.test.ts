import { readFile } from "node:fs/promises";

import test from "ava";

import { HOUSEKEEPING } from "../../policies/rules/housekeeping.js";
import { RULES } from "../../policies/rules/index.js";

test("the table in policies/README.md says of every policy what the pack says, and of no other", async (t) => {
  const readme = await readFile(new URL("../../policies/README.md", import.meta.url), "utf8");
  const rows = readme
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  t.deepEqual(
    rows,
    [...RULES, ...HOUSEKEEPING].map(({ name, level, description, why, fix }) => [
      `\`${name}\``,
      level,
      description,
      why,
      fix,
    ]),
  );
});
