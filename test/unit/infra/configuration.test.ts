import * as pulumi from "@pulumi/pulumi";
import test from "ava";

import { parseSettings, readSettings } from "../../../infra/settings.js";
import { smallest } from "./example-settings.js";

/** Configuration as the engine hands it over: groups as JSON, everything else as text. */
function configure(values: Record<string, string>, secretKeys: string[] = []): void {
  pulumi.runtime.setAllConfig(values);
  process.env["PULUMI_CONFIG_SECRET_KEYS"] = JSON.stringify(secretKeys);
}

const valid = Object.fromEntries(
  Object.entries(smallest()).map(([key, value]) => [`spark-platform:${key}`, JSON.stringify(value)]),
);

const complaint = (t: { throws: (run: () => unknown, expectation: { any: true }) => unknown }) =>
  (t.throws(readSettings, { any: true }) as Error).message.split("\n").slice(1);

test.serial("settings come from the stack's configuration; keys of others are left alone", (t) => {
  configure({ ...valid, "kubernetes:namespace": "x", "pulumi:tags": "{}" });
  t.deepEqual(readSettings(), parseSettings(smallest()));
});

test.serial("a key at the top that nobody knows is told", (t) => {
  configure({ ...valid, "spark-platform:job": "[1]" });
  t.deepEqual(complaint(t), ["  job = […]: is not a setting; did you mean jobs?"]);
});

test.serial("text that is no JSON is told as text", (t) => {
  configure({ ...valid, "spark-platform:network": "{open" });
  t.deepEqual(complaint(t), [
    '  network = "{open": must be a group of keys; write any of apiServer, dnsCidrs, airflowClients below it',
  ]);
});

test.serial("a secret anywhere below a key is refused and not shown", (t) => {
  const jobs = { orders: { ...smallest().jobs.orders, retries: "hunter2" } };
  configure({ ...valid, "spark-platform:jobs": JSON.stringify(jobs) }, ["spark-platform:jobs", "other:key"]);
  t.deepEqual(complaint(t), [
    '  jobs = "(hidden)": must not hold a secret, since settings are readable in the cluster; remove the secret; passwords are generated, and a job reads its own from a Kubernetes Secret',
    '  jobs.orders.retries = "(hidden)": must be the number of retries, a whole number of at least 0; write it without quotes',
  ]);
});
