/** CONTRIBUTING.md says what to run for each file, and is right about it. */
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

import test from "ava";

import { REPOSITORY } from "../../local/paths.js";
import { repositoryFiles, tablesOf } from "../documents.js";
import { TIERS } from "../runner/tiers.js";

/** Rooms that tests of a tier import because they are about them. Tools in local/ and the shared words serve all. */
const ABOUT = ["components", "costs", "infra", "policies", "report"];

const [changes = [], tiers = []] = tablesOf("CONTRIBUTING.md");
const names = TIERS.map(({ name }) => name);
const files = repositoryFiles();

const inCodeStyle = (cell = ""): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);

const rows = changes.flatMap(([what, ...cells]) =>
  inCodeStyle(what).map((path) => ({ path, tiers: cells.flatMap(inCodeStyle).filter((word) => names.includes(word)) })),
);

/** The row for a file: the longest path that it is, or is below. */
function rowFor(file: string) {
  const fitting = rows.filter(({ path }) => (path.endsWith("/") ? file.startsWith(path) : file === path));
  return fitting.sort((a, b) => b.path.length - a.path.length)[0];
}

test("the table of tiers in CONTRIBUTING.md is that of the tests", (t) => {
  t.deepEqual(
    tiers,
    TIERS.map(({ name, shows, needs, budgetSeconds }) => [`\`${name}\``, shows, needs, `${budgetSeconds} s`]),
  );
});

test("CONTRIBUTING.md says what to run for every file of the repository, and names none that is not there", (t) => {
  const found = files.map((file) => ({ file, path: rowFor(file)?.path }));
  t.deepEqual(
    found.filter(({ path }) => path === undefined),
    [],
  );
  const used = new Set(found.map(({ path }) => path));
  t.deepEqual(
    rows.map(({ path }) => path).filter((path) => !used.has(path)),
    [],
  );
});

test("each tier is to be run for some change", (t) => {
  const named = new Set(rows.flatMap(({ tiers }) => tiers));
  t.deepEqual([...named].sort(), [...names].sort());
});

test("a change of what the tests of a tier import asks for this tier", (t) => {
  const imports = names.flatMap((tier) => programImports(tier).map((file) => ({ tier, file })));
  const forgotten = imports.filter(({ tier, file }) => rowFor(file)?.tiers.includes(tier) !== true);
  t.deepEqual([...new Set(forgotten.map(({ tier, file }) => `${file} is tested by ${tier}`))], []);
  t.true(imports.length > 200);
});

/** Files of the program that a tier's tests import, without regard to their extension. */
function programImports(tier: string): string[] {
  const tests = files.filter((file) => file.startsWith(`test/${tier}/`) && file.endsWith(".ts"));
  return tests.flatMap((file) => {
    const text = readFileSync(join(REPOSITORY, file), "utf8");
    const paths = [...text.matchAll(/from "(\.[^"]+)"/g)].map(([, path = ""]) => normalize(join(dirname(file), path)));
    return paths.filter((path) => ABOUT.some((room) => path.startsWith(`${room}/`)));
  });
}
