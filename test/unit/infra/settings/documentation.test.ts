import { readdirSync, readFileSync } from "node:fs";

import test from "ava";
import { parse } from "yaml";

import { milliCpu } from "../../../../components/spark/cpu.js";
import { mebibytes } from "../../../../infra/mebibytes.js";
import { parseSettings } from "../../../../infra/settings.js";
import { complaint, type Raw } from "../example-settings.js";
import { readmeRows, schemaKeys } from "../documented-keys.js";

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

const stacks = readdirSync("stacks")
  .filter((file) => /^Pulumi\..+\.yaml$/.test(file))
  .sort();

/** Settings of a stack as its file has them. */
function settingsOf(file: string): Raw {
  const { config } = parse(readFileSync(`stacks/${file}`, "utf8")) as { config: Record<string, unknown> };
  const prefix = "spark-platform:";
  const settings = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(settings.map(([key, value]) => [key.slice(prefix.length), value]));
}

test("there is a stack for a laptop, and three for AWS", (t) => {
  t.deepEqual(
    stacks.map((file) => [file, (settingsOf(file)["cluster"] as { kind: string }).kind]),
    [
      ["Pulumi.dev.yaml", "eks"],
      ["Pulumi.local.yaml", "existing"],
      ["Pulumi.prod.yaml", "eks"],
      ["Pulumi.staging.yaml", "eks"],
    ],
  );
});

test("what holds data is protected in stack prod, and nothing is in stack dev", (t) => {
  const protectionOf = (file: string) => {
    const { cluster, postgres, buckets } = parseSettings(settingsOf(file));
    return [cluster, postgres, ...Object.values(buckets)].flatMap((made) => ("protect" in made ? [made.protect] : []));
  };
  t.deepEqual(protectionOf("Pulumi.prod.yaml"), [true, true, true]);
  t.deepEqual(protectionOf("Pulumi.dev.yaml"), [false, false]);
});

for (const file of stacks) {
  test(`stacks/${file} is valid`, (t) => {
    t.is(complaint(settingsOf(file)), undefined);
  });
}

test("in stack local two runs of the largest job fit the quota of their team, as its file says: each fits the half", (t) => {
  const settings = settingsOf("Pulumi.local.yaml");
  const { teams } = parseSettings(settings);
  const halves = Object.entries(teams).map(([key, { namespace, quota }]) => {
    const cpu = `${(milliCpu(quota.cpu) ?? 0) / 2}m`;
    const memory = `${(mebibytes(quota.memory) ?? 0) / 2}Mi`;
    return [key, { namespace, quota: { cpu, memory, pods: quota.pods / 2 } }];
  });
  t.is(complaint({ ...settings, teams: Object.fromEntries(halves) as object }), undefined);
});
