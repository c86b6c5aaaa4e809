import test from "ava";

import type { Figure } from "../../../costs/figure.js";
import { jobHour } from "../../../costs/job-hour.js";
import type { Prices } from "../../../costs/prices.js";
import { dollars, exampleSettings, PRICES } from "./example.js";

const hourOf = (stack: string, job: string, changes: Record<string, unknown> = {}, prices: Prices = PRICES) => {
  const settings = exampleSettings(stack, changes);
  const chosen = settings.jobs[job];
  if (chosen === undefined) throw new Error(`no job ${job}`);
  return jobHour(chosen, settings, prices);
};

const words = (figure: Figure) =>
  figure.kind === "unknown" ? figure.why : `${figure.kind} ${dollars(figure.dollars) ?? ""} = ${figure.made}`;

const wordsOf = (...about: Parameters<typeof hourOf>) => {
  const { shared, alone, glue } = hourOf(...about);
  return { shared: words(shared), alone: words(alone), glue: words(glue) };
};

const onDemand = { "cluster.compute.pools.executors.capacity": "onDemand" };

/** A node of staging is an m6i.large with 80 GB of disk: 0.096 + 0.08 × 80 / 730. Of its two cores 1.63 are left for pods. */
test("an hour costs the part of the nodes that driver and executors ask for", (t) => {
  t.is(wordsOf("staging", "pi", onDemand).shared, "known 0.18 = 0.1048 × 0.61 m6i.large + 0.2008 × 0.55 m6i.xlarge");
});

test("alone a job pays for whole nodes, as many as its executors do not fit together", (t) => {
  const seven = { ...onDemand, "jobs.pi.mode.executor.instances": 7 };
  t.is(wordsOf("staging", "pi", seven).alone, "known 0.71 = 0.1048 × 1 m6i.large + 0.2008 × 3 m6i.xlarge");
});

test("where memory runs out before CPU, memory decides", (t) => {
  const large = { ...onDemand, "jobs.pi.mode.executor": { memory: "9g", instances: 2 } };
  t.is(wordsOf("staging", "pi", large).alone, "known 0.51 = 0.1048 × 1 m6i.large + 0.2008 × 2 m6i.xlarge");
});

test("Auto Mode takes its share of each node's price on demand", (t) => {
  t.is(wordsOf("dev", "pi", onDemand).shared, "known 0.21 = 0.1163 × 0.61 m6i.large + 0.1163 × 1.23 m6i.large");
});

test("executors on spot cost at most what they cost on demand", (t) => {
  t.is(wordsOf("staging", "pi").shared, "ceiling 0.18 = 0.1048 × 0.61 m6i.large + 0.2008 × 0.55 m6i.xlarge");
});

test("a spot price that the file has is taken", (t) => {
  const prices = { ...PRICES, spot: { "m6i.xlarge": { price: 0.08, source: "of this test" } } };
  t.is(wordsOf("staging", "pi", {}, prices).shared, "known 0.11 = 0.1048 × 0.61 m6i.large + 0.0888 × 0.55 m6i.xlarge");
});

test("a job in local mode has no executors to pay for", (t) => {
  t.deepEqual(wordsOf("staging", "pi", { "jobs.pi.mode": { kind: "local" }, ...withoutExecutors("staging") }), {
    shared: "known 0.06 = 0.1048 × 0.61 m6i.large",
    alone: "known 0.10 = 0.1048 × 1 m6i.large",
    glue: "known 0.88 = 0.44 × 2 DPU",
  });
});

test("of a pool's types the first counts that the pods fit", (t) => {
  const large = { "jobs.pi.driver": { cores: 3, memory: "1g" } };
  t.is(wordsOf("prod", "pi", large).alone, "ceiling 0.48 = 0.2346 × 1 m7i.xlarge + 0.2477 × 1 m7i.xlarge");
});

test("a job of Glue has two DPUs at least, and whole ones", (t) => {
  t.is(wordsOf("prod", "pi").glue, "known 0.88 = 0.44 × 2 DPU");
  t.is(wordsOf("prod", "flights-by-month").glue, "known 2.64 = 0.44 × 6 DPU");
  const eight = { "jobs.pi.mode.executor.instances": 8 };
  t.is(wordsOf("prod", "pi", eight).glue, "known 1.32 = 0.44 × 3 DPU");
});

test("a type without a price is named, and what does not need its price is still known", (t) => {
  const types = { "cluster.compute.pools.executors.instanceTypes": ["m6a.xlarge"] };
  t.deepEqual(wordsOf("staging", "pi", types), {
    shared: "costs/prices.yaml has no price of m6a.xlarge",
    alone: "costs/prices.yaml has no price of m6a.xlarge",
    glue: "known 0.88 = 0.44 × 2 DPU",
  });
});

test("overrides that change the executors leave the size of the job unknown", (t) => {
  const overrides = { "spark.executor.memoryOverhead": { value: "2g", reason: "a test" } };
  t.is(
    wordsOf("staging", "pi", { "jobs.pi.overrides": overrides }).glue,
    "its overrides of Spark conf decide about its executors",
  );
});

test("on a cluster that is there the nodes are paid for elsewhere", (t) => {
  t.is(wordsOf("local", "pi").shared, "the nodes of its cluster are paid for elsewhere");
});

test("the prices of one region say nothing about another", (t) => {
  const elsewhere = { "cluster.region": "eu-central-1", "cluster.network.zones": ["eu-central-1a", "eu-central-1b"] };
  const why = "costs/prices.yaml has the prices of us-east-1 only, and this is eu-central-1";
  t.deepEqual(wordsOf("dev", "pi", elsewhere), { shared: why, alone: why, glue: why });
});

/** A pool that no pod would use is refused. */
function withoutExecutors(stack: string) {
  return Object.fromEntries(
    Object.keys(exampleSettings(stack).jobs)
      .filter((name) => name !== "pi")
      .map((name) => [`jobs.${name}.mode`, { kind: "local" }]),
  );
}
