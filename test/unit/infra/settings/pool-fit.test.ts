import test from "ava";

import { changedEks, complaint, refusesOnEks } from "../example-settings.js";

const POOLS = "cluster.compute.pools";
const EXECUTORS = `${POOLS}.executors`;

const driver = (memory: string) => ({ "jobs.orders.driver": { memory } });
const executor = (memory: string, cores = 1) => ({
  "jobs.orders.mode": { kind: "client", executor: { memory, cores, instances: 1 } },
});

test(
  "a driver larger than any node for drivers",
  refusesOnEks,
  driver("4400m"),
  [
    "cluster.compute.pools.drivers.instanceTypes = […]: must hold the driver of at least one job, and its largest node has 1630m CPU and 6115Mi left for pods; choose larger types, or remove the pool",
    "jobs.orders.driver = {…}: must let the driver, which asks for 1000m CPU and 6160Mi, fit a node for drivers: the largest has 1630m CPU and 6115Mi left for pods; make it smaller, or give a pool larger instance types",
  ],
  driver("4300m"),
);

test(
  "an executor larger than any node for executors",
  refusesOnEks,
  executor("5g"),
  [
    "cluster.compute.pools.executors.instanceTypes = […]: must hold the executors of at least one job, and its largest node has 1630m CPU and 6115Mi left for pods; choose larger types, or remove the pool",
    "jobs.orders.mode.executor = {…}: must let an executor, which asks for 1000m CPU and 7168Mi, fit a node for executors: the largest has 1630m CPU and 6115Mi left for pods; make it smaller, or give a pool larger instance types",
  ],
  executor("4g"),
);

test(
  "an executor with more cores than any node for executors has left",
  refusesOnEks,
  executor("1g", 2),
  [
    "cluster.compute.pools.executors.instanceTypes = […]: must hold the executors of at least one job, and its largest node has 1630m CPU and 6115Mi left for pods; choose larger types, or remove the pool",
    "jobs.orders.mode.executor = {…}: must let an executor, which asks for 2000m CPU and 1433Mi, fit a node for executors: the largest has 1630m CPU and 6115Mi left for pods; make it smaller, or give a pool larger instance types",
  ],
  {
    [`${EXECUTORS}.instanceTypes`]: ["m7i.xlarge"],
  },
);

test(
  "a second pool that holds no executor, as well as one that does",
  refusesOnEks,
  { [`${POOLS}.small`]: { workload: "executors", instanceTypes: ["c7i.large"], maxNodes: 1 }, ...executor("3g") },
  [
    "cluster.compute.pools.small.instanceTypes = […]: must hold the executors of at least one job, and its largest node has 1630m CPU and 2019Mi left for pods; choose larger types, or remove the pool",
  ],
  {
    [`${POOLS}.small.instanceTypes`]: ["m7i.large"],
  },
);

test(
  "a job in mode local is none that a pool for executors is there for",
  refusesOnEks,
  {
    ...executor("3g"),
    "jobs.flights": { team: "sales", application: "/opt/jobs/flights.py", mode: { kind: "local" } },
    [`${POOLS}.small`]: { workload: "executors", instanceTypes: ["c7i.large"], maxNodes: 1 },
  },
  [
    "cluster.compute.pools.small.instanceTypes = […]: must hold the executors of at least one job, and its largest node has 1630m CPU and 2019Mi left for pods; choose larger types, or remove the pool",
  ],
  { "jobs.flights.mode": { kind: "client" } },
);

test(
  "a second pool that holds no driver",
  refusesOnEks,
  { [`${POOLS}.small`]: { workload: "drivers", instanceTypes: ["t3.small"], maxNodes: 1 } },
  [
    "cluster.compute.pools.small.instanceTypes = […]: must hold the driver of at least one job, and its largest node has 1630m CPU and 0Mi left for pods; choose larger types, or remove the pool",
  ],
  {
    [`${POOLS}.small.instanceTypes`]: ["t3.medium"],
  },
);

test(
  "nodes for the platform that do not hold Airflow's pod",
  refusesOnEks,
  { "airflow.parallelism": 20 },
  [
    "airflow.parallelism = 20: must let Airflow's pod, which asks for 600m CPU and 6144Mi, fit a node for platform: the largest has 1630m CPU and 6115Mi left for pods; make it smaller, or give a pool larger instance types",
  ],
  {
    "airflow.parallelism": 19,
  },
);

test(
  "nodes for the platform that do not hold the pod of Postgres",
  refusesOnEks,
  { "postgres.memory": "7Gi" },
  [
    'postgres.memory = "7Gi": must let the pod of Postgres, which asks for 500m CPU and 7168Mi, fit a node for platform: the largest has 1630m CPU and 6115Mi left for pods; make it smaller, or give a pool larger instance types',
  ],
  {
    "postgres.memory": "5Gi",
  },
);

const types = (...instanceTypes: string[]) => ({ [`${EXECUTORS}.instanceTypes`]: instanceTypes });
const managed = {
  "cluster.compute": {
    kind: "managed",
    pools: Object.fromEntries(
      ["platform", "drivers", "executors"].map((workload) => [
        workload,
        { workload, instanceTypes: ["m7i.large"], nodes: 1 },
      ]),
    ),
  },
};

test(
  "a node group may take its smallest type",
  refusesOnEks,
  { ...managed, ...executor("5g"), ...types("m7i.xlarge", "m7i.large") },
  [
    "cluster.compute.pools.executors.instanceTypes = […]: must hold the executors of at least one job, and its largest node has 1630m CPU and 6115Mi left for pods; choose larger types, or remove the pool",
    "jobs.orders.mode.executor = {…}: must let an executor, which asks for 1000m CPU and 7168Mi, fit a node for executors: the largest has 1630m CPU and 6115Mi left for pods; make it smaller, or give a pool larger instance types",
  ],
  types("m7i.xlarge", "m6i.xlarge"),
);

test("Auto Mode takes the type that fits", (t) => {
  t.is(complaint(changedEks({ ...executor("5g"), ...types("m7i.large", "m7i.xlarge") })), undefined);
});

test("a job in mode local needs no node for executors, and a pool may wait for jobs that cannot be judged", (t) => {
  const local = { "jobs.orders": { team: "sales", application: "/opt/jobs/orders.py", mode: { kind: "local" } } };
  const tiny = types("t3.small");
  const job = { team: "sales", application: "/opt/jobs/orders.py" };
  const override = { "spark.executor.pyspark.memory": { value: "64m", reason: "measured" } };
  t.is(complaint(changedEks({ ...local, ...tiny })), undefined);
  t.is(complaint(changedEks({ ...tiny, jobs: {} })), undefined);
  t.is(complaint(changedEks({ ...tiny, jobs: { orders: { ...job, overrides: override } } })), undefined);
  t.is(complaint(changedEks({ ...tiny, jobs: { orders: { ...job, retries: -1 } } }))?.split("\n").length, 2);
});
