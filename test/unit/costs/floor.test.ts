import { readFileSync } from "node:fs";

import test from "ava";
import { parse } from "yaml";

import { type CostLine, floor, total } from "../../../costs/floor.js";
import { PRICES_FILE, readPrices } from "../../../costs/prices.js";
import { parseSettings } from "../../../infra/settings.js";
import { readSettings } from "../../../local/settings-file.js";
import { costTable } from "./table.js";

const PRICES = readPrices(PRICES_FILE);

const settingsOf = (stack: string) => parseSettings(readSettings(`stacks/Pulumi.${stack}.yaml`));

const itemsOf = (stack: string) => floor(settingsOf(stack), PRICES).map(({ item, count }) => [item, count]);

const roundedFigure = (line: CostLine | undefined) =>
  line?.each.kind === "known" ? [line.each.made, line.each.dollars.toFixed(2)] : line?.each;

test("a stack on a cluster that is there has no floor of its own", (t) => {
  t.deepEqual(floor(settingsOf("local"), PRICES), []);
});

test("Auto Mode keeps one node when nothing runs, and the pod of Postgres its volume", (t) => {
  t.deepEqual(itemsOf("dev"), [
    ["EKS control plane", 1],
    ["NAT gateway", 1],
    ["public IPv4 address", 1],
    ["node of pool platform, m6i.large", 1],
    ["Auto Mode for pool platform", 1],
    ["disk of a node of pool platform, 80 GB", 1],
    ["volume of Postgres, 20 GB", 1],
    ["KMS key", 1],
  ]);
});

test("managed node groups are paid for in full, and what spot costs nobody knows before", (t) => {
  const lines = floor(settingsOf("staging"), PRICES);
  t.deepEqual(
    lines.filter(({ item }) => item.startsWith("node")).map(({ item, count }) => [item, count]),
    [
      ["node of pool platform, m6i.large", 2],
      ["node of pool drivers, m6i.large", 1],
      ["node of pool executors, m6i.xlarge spot", 2],
    ],
  );
  t.deepEqual(total(lines).unknown, ["node of pool executors, m6i.xlarge spot"]);
});

test("a gateway and each endpoint in every zone, ECR at two endpoints, and RDS with its standby twice", (t) => {
  t.deepEqual(itemsOf("prod"), [
    ["EKS control plane", 1],
    ["NAT gateway", 3],
    ["public IPv4 address", 3],
    ["interface endpoint, in each zone", 15],
    ["node of pool platform, m7i.xlarge", 1],
    ["Auto Mode for pool platform", 1],
    ["disk of a node of pool platform, 80 GB", 1],
    ["RDS db.t4g.medium", 2],
    ["storage of RDS, 50 GB", 2],
    ["secret with the master password of RDS", 1],
    ["KMS key", 1],
  ]);
});

test("each figure is price by quantity, 730 hours a month", (t) => {
  const [controlPlane, gateway] = floor(settingsOf("dev"), PRICES);
  t.deepEqual(roundedFigure(controlPlane), ["0.1 × 730 h", "73.00"]);
  t.deepEqual(roundedFigure(gateway), ["0.045 × 730 h", "32.85"]);
});

test("every price says where it was read", (t) => {
  const prices = parse(readFileSync("costs/prices.yaml", "utf8")) as Record<string, unknown>;
  const lists = ["hourly", "monthly", "instances", "databases", "spot"].flatMap((group) =>
    Object.entries((prices[group] ?? {}) as Record<string, { source?: string }>),
  );
  const entries = [...lists, ...Object.entries({ autoMode: PRICES.autoMode, glue: PRICES.glue })];
  t.deepEqual(
    entries.filter(([, { source }]) => source === undefined || source.length < 10).map(([name]) => name),
    [],
  );
});

for (const stack of ["dev", "staging", "prod"]) {
  test(`docs/aws.md says what stack ${stack} costs`, (t) => {
    const document = readFileSync("docs/aws.md", "utf8").split(`### ${stack}`)[1]?.split("###")[0] ?? "";
    const rows = document.split("\n").filter((line) => /^\|(?! -| item)/.test(line));
    const cells = rows.map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(" | "),
    );
    t.deepEqual(cells, costTable(stack));
  });
}

test("the examples are in the region of the prices", (t) => {
  for (const stack of ["dev", "staging", "prod"]) {
    const { cluster } = settingsOf(stack);
    t.is(cluster.kind === "eks" ? cluster.region : "", PRICES.region);
  }
});
