import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";

import test from "ava";

import { DEFAULTS } from "../../policies/parameters.js";
import { HOUSEKEEPING } from "../../policies/rules/housekeeping.js";
import { RULES } from "../../policies/rules/index.js";

const README = new URL("../../policies/README.md", import.meta.url);
const RULE_TESTS = new URL("rules/", import.meta.url);

/** Cells of all table rows that start with a word in code style. */
async function rows(): Promise<readonly (readonly string[])[]> {
  const lines = (await readFile(README, "utf8")).split("\n").filter((line) => line.startsWith("| `"));
  return lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const policyRows = async () => (await rows()).filter((cells) => cells.length === 6);

test("the tables in policies/README.md say of every policy what the pack says, and of no other", async (t) => {
  t.deepEqual(
    (await policyRows()).map((cells) => cells.slice(0, -1)),
    [...RULES, ...HOUSEKEEPING].map(({ name, level, description, why, fix }) => [
      `\`${name}\``,
      level,
      description,
      why,
      fix,
    ]),
  );
});

test("every policy in the tables has a test that names it, and every test of rules names a policy of the tables", async (t) => {
  const policies = (await policyRows()).map(([name = "", , , , , cell = ""]) => ({
    name: name.replaceAll("`", ""),
    test: /\((.+)\)/.exec(cell)?.[1] ?? "nowhere",
  }));
  for (const { name, test } of policies) {
    const file = new URL(test, README);
    t.true(existsSync(file) && (await readFile(file, "utf8")).includes(name), name);
  }
  for (const file of (await readdir(RULE_TESTS, { recursive: true })).filter((it) => it.endsWith(".test.ts"))) {
    const text = await readFile(new URL(file, RULE_TESTS), "utf8");
    t.true(
      policies.some(({ name }) => text.includes(name)),
      file,
    );
  }
});

test("policies/README.md lists every parameter of the pack and no other", async (t) => {
  const parameters = (await rows())
    .filter((cells) => cells.length === 3)
    .map(([name = ""]) => name.replaceAll("`", ""));
  t.deepEqual(parameters.sort(), Object.keys(DEFAULTS).sort());
});
