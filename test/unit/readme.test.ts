/** Whatever README.md tells a reader to type is run by a test. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import test from "ava";

import { floor, total } from "../../costs/floor.js";
import { PRICES_FILE, readPrices } from "../../costs/prices.js";
import { parseSettings } from "../../infra/settings.js";
import { REPOSITORY } from "../../local/paths.js";
import { readSettings } from "../../local/settings-file.js";
import { RULES } from "../../policies/rules/index.js";
import { repositoryFiles, tablesOf } from "../documents.js";
import { readmeCommand, readmeCommands } from "../readme.js";

const SELF = "test/unit/readme.test.ts";

/** Commands for which a test asks, once for each time it does. */
function claims(): string[] {
  const files = repositoryFiles().filter((path) => /^test\/.*\.test\.ts$/.test(path) && path !== SELF);
  return files.flatMap((path) => {
    const text = readFileSync(join(REPOSITORY, path), "utf8");
    return [...text.matchAll(/readmeCommand\(\s*"([^"]*)"/g)].map(([, command = ""]) => command);
  });
}

test("each command of README.md is run by exactly one test, and no test runs one that README.md does not have", (t) => {
  const commands = readmeCommands();
  const claimed = claims();
  const faults = {
    "run by no test": commands.filter((command) => !claimed.includes(command)),
    "run by several tests": commands.filter((command) => claimed.filter((claim) => claim === command).length > 1),
    "not in README.md": claimed.filter((claim) => !commands.includes(claim)),
  };
  t.deepEqual(faults, { "run by no test": [], "run by several tests": [], "not in README.md": [] });
  t.true(commands.length > 10);
});

test("each command of README.md is an npm script that hands all its words to local/bootstrap.mjs", (t) => {
  const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  for (const command of readmeCommands()) {
    const [, name = ""] = /^npm (?:run )?([\w:-]+)(?= --|$)/.exec(command) ?? [];
    t.is(scripts[name], `node local/bootstrap.mjs ${name}`, command);
  }
});

test("a command is handed over without what is for npm, with values for what the reader puts in", (t) => {
  t.deepEqual(readmeCommand("npm run up"), ["up"]);
  t.deepEqual(readmeCommand("npm test"), ["test"]);
  t.deepEqual(readmeCommand("npm run up -- --context NAME --settings FILE", { NAME: "kind", FILE: "mine.yaml" }), [
    "up",
    "--context",
    "kind",
    "--settings",
    "mine.yaml",
  ]);
});

test("a command that README.md does not have is refused", (t) => {
  t.throws(() => readmeCommand("npm run up --"), { message: 'README.md has no command "npm run up --"' });
});

test("a command of which a part is left to the reader is refused until the test says what it is", (t) => {
  const command = "npm run up -- --context NAME --settings FILE";
  t.throws(() => readmeCommand(command, { NAME: "kind" }), { message: `"${command}": say what FILE stands for` });
});

test("README.md says of each stack what it costs when nothing runs, to the dollar", (t) => {
  const prices = readPrices(PRICES_FILE);
  const rows = tablesOf("README.md")
    .flat()
    .filter(({ length }) => length === 4);
  for (const [name = "", , , cost] of rows) {
    const file = `stacks/Pulumi.${name.replaceAll("`", "")}.yaml`;
    const { dollars, unknown } = total(floor(parseSettings(readSettings(file)), prices));
    const known = dollars === 0 ? "none of its own" : `${dollars.toFixed(0)} USD`;
    t.is(cost, unknown.length === 0 ? known : `${known} and spot nodes`);
  }
  t.is(rows.length, 4);
});

test("README.md counts the rules of the policy pack", (t) => {
  const counts = [...readFileSync("README.md", "utf8").matchAll(/(\d+) rules/g)].map(([, count]) => Number(count));
  t.deepEqual([...new Set(counts)], [RULES.length]);
});
