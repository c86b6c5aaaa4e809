import { readdirSync, readFileSync } from "node:fs";

import test from "ava";
import { parse } from "yaml";

import { complaint } from "./example-settings.js";
import { readmeRows, schemaKeys } from "./documented-keys.js";

test("stacks/README.md has a row for every setting and no other, in the order of the schema, with its type and default", (t) => {
  t.deepEqual(
    readmeRows().map(([key, type, , fallback]) => ({ key, type, default: fallback })),
    schemaKeys(),
  );
});

test("every row of stacks/README.md says what the setting means", (t) => {
  t.deepEqual(
    readmeRows().filter((cells) => cells.length !== 5 || (cells[4] ?? "").length < 10),
    [],
  );
});

const stacks = readdirSync("stacks").filter((file) => /^Pulumi\..+\.yaml$/.test(file));

test("stack local exists", (t) => {
  t.true(stacks.includes("Pulumi.local.yaml"));
});

for (const file of stacks) {
  test(`stacks/${file} is valid`, (t) => {
    const { config } = parse(readFileSync(`stacks/${file}`, "utf8")) as { config: Record<string, unknown> };
    const prefix = "spark-platform:";
    const settings = Object.entries(config).filter(([key]) => key.startsWith(prefix));
    t.is(complaint(Object.fromEntries(settings.map(([key, value]) => [key.slice(prefix.length), value]))), undefined);
  });
}
