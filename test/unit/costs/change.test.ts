import test from "ava";

import { floorChange } from "../../../costs/change.js";
import { dollars, exampleSettings, PRICES } from "./example.js";

const changeOf = (stack: string, changes: Record<string, unknown>) =>
  floorChange(exampleSettings(stack), exampleSettings(stack, changes), PRICES);

const linesOf = (stack: string, changes: Record<string, unknown>) =>
  changeOf(stack, changes).lines.map((line) => [
    line.item,
    line.before?.count ?? 0,
    line.after?.count ?? 0,
    dollars(line.dollars),
  ]);

test("settings that cost nothing change nothing about the floor", (t) => {
  const { before, after, lines, change } = changeOf("dev", { "airflow.parallelism": 8 });
  t.deepEqual([lines, change, before], [[], { dollars: 0, unknown: [] }, after]);
});

test("a line whose number changes is told with both numbers and the difference", (t) => {
  t.deepEqual(linesOf("dev", { "cluster.network.nat": "perZone" }), [
    ["NAT gateway", 1, 2, "32.85"],
    ["public IPv4 address", 1, 2, "3.65"],
  ]);
});

test("what is smaller is less to pay for, what is gone is paid for no more", (t) => {
  t.deepEqual(linesOf("prod", { "postgres.multiAz": false, "cluster.network.endpoints": [] }), [
    ["RDS db.t4g.medium", 2, 1, "-47.45"],
    ["storage of RDS, 50 GB", 2, 1, "-5.75"],
    ["interface endpoint, in each zone", 15, 0, "-109.50"],
  ]);
});

test("another instance type is a new line and one that is gone", (t) => {
  t.deepEqual(linesOf("staging", { "cluster.compute.pools.platform.instanceTypes": ["m7i.large"] }), [
    ["node of pool platform, m7i.large", 0, 2, "147.17"],
    ["node of pool platform, m6i.large", 2, 0, "-140.16"],
  ]);
});

test("a fee that is part of another price changes with it", (t) => {
  t.deepEqual(linesOf("dev", { "cluster.compute.pools.platform.instanceTypes": ["m7i.large"] }), [
    ["node of pool platform, m7i.large", 0, 1, "73.58"],
    ["Auto Mode for pool platform", 1, 1, "0.42"],
    ["node of pool platform, m6i.large", 1, 0, "-70.08"],
  ]);
});

test("a price that is not known makes the change unknown where it counts", (t) => {
  const { change, lines } = changeOf("staging", { "cluster.compute.pools.executors.nodes": 3 });
  t.deepEqual(change.unknown, ["node of pool executors, m6i.xlarge spot"]);
  t.deepEqual(
    lines.map((line) => [line.item, dollars(line.dollars)]),
    [
      ["node of pool executors, m6i.xlarge spot", undefined],
      ["disk of a node of pool executors, 80 GB", "6.40"],
    ],
  );
});

test("a price that is not known stays out of the change of something else", (t) => {
  const { before, after, change } = changeOf("staging", { "cluster.network.nat": "perZone" });
  t.deepEqual([dollars(change.dollars), change.unknown], ["36.50", []]);
  t.deepEqual([before?.unknown, after.unknown], Array(2).fill(["node of pool executors, m6i.xlarge spot"]));
});

test("all of a new stack's floor is new", (t) => {
  const { before, after, change, lines } = floorChange(undefined, exampleSettings("dev"), PRICES);
  t.is(before, undefined);
  t.deepEqual(change, after);
  t.true(lines.every((line) => line.before === undefined && line.after !== undefined));
});

test("in another region than that of the prices nothing is known", (t) => {
  const zones = ["eu-central-1a", "eu-central-1b"];
  const elsewhere = { "cluster.region": "eu-central-1", "cluster.network.zones": zones };
  const { after, change } = changeOf("dev", elsewhere);
  t.deepEqual([after.dollars, after.unknown.length], [0, 8]);
  t.deepEqual(change.unknown, after.unknown);
});
