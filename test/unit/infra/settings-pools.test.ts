import test from "ava";

import { refusesOnEks, changedEks, complaint } from "./example-settings.js";

const POOLS = "cluster.compute.pools";
const EXECUTORS = `${POOLS}.executors`;
const DRIVERS = `${POOLS}.drivers`;

test(
  "no pool for executors",
  refusesOnEks,
  { [EXECUTORS]: undefined },
  [
    "cluster.compute.pools = {…}: must have a pool with workload: executors, since those pods run nowhere else; add one",
  ],
  {
    [EXECUTORS]: { workload: "executors", instanceTypes: ["m7i.large"], maxNodes: 1 },
  },
);

test(
  "no pools at all",
  refusesOnEks,
  { [POOLS]: {} },
  [
    "cluster.compute.pools = {}: must have a pool with workload: platform, since those pods run nowhere else; add one",
    "cluster.compute.pools = {}: must have a pool with workload: drivers, since those pods run nowhere else; add one",
    "cluster.compute.pools = {}: must have a pool with workload: executors, since those pods run nowhere else; add one",
  ],
  {
    [POOLS]: {
      all: { workload: "platform", instanceTypes: ["m7i.large"], maxNodes: 1 },
      drivers: { workload: "drivers", instanceTypes: ["m7i.large"], maxNodes: 1 },
      executors: { workload: "executors", instanceTypes: ["m7i.large"], maxNodes: 1 },
    },
  },
);

test(
  "a type of instances whose size is not known",
  refusesOnEks,
  { [`${EXECUTORS}.instanceTypes`]: ["m7i.large", "i4i.large"] },
  [
    'cluster.compute.pools.executors.instanceTypes[1] = "i4i.large": must be a type of the families c, m, r or t, whose size the name tells; write for example m7i.large, c7i.2xlarge or t3.large',
  ],
  {
    [`${EXECUTORS}.instanceTypes`]: ["m7i.large", "r7i.large"],
  },
);

test(
  "a type of instances twice",
  refusesOnEks,
  { [`${EXECUTORS}.instanceTypes`]: ["m7i.large", "m7i.large"] },
  ['cluster.compute.pools.executors.instanceTypes[1] = "m7i.large": must be listed once; remove one of the two'],
  {
    [`${EXECUTORS}.instanceTypes`]: ["m7i.large", "m6i.large"],
  },
);

test(
  "no type of instances",
  refusesOnEks,
  { [`${EXECUTORS}.instanceTypes`]: [] },
  [
    "cluster.compute.pools.executors.instanceTypes = []: must name at least one type of instance; write for example [m7i.large]",
  ],
  {
    [`${EXECUTORS}.instanceTypes`]: ["m6i.large"],
  },
);

test(
  "spot for drivers",
  refusesOnEks,
  { [`${DRIVERS}.capacity`]: "spot" },
  [
    'cluster.compute.pools.drivers.capacity = "spot": must be onDemand for drivers: with a spot node that AWS takes back goes the whole run of a driver; remove it',
  ],
  {
    [`${DRIVERS}.capacity`]: "onDemand",
  },
);

test(
  "spot for the platform",
  refusesOnEks,
  { [`${POOLS}.platform.capacity`]: "spot" },
  [
    'cluster.compute.pools.platform.capacity = "spot": must be onDemand for platform: with a spot node that AWS takes back goes Airflow or its database; remove it',
  ],
  {
    [`${POOLS}.platform.capacity`]: undefined,
    [`${EXECUTORS}.capacity`]: "spot",
  },
);

test(
  "two architectures",
  refusesOnEks,
  { [`${EXECUTORS}.instanceTypes`]: ["m7i.large", "m7g.large"] },
  [
    'cluster.compute.pools.executors.instanceTypes[1] = "m7g.large": must have the architecture of m7i.large, which is amd64: images are built for one; choose types of one architecture for all pools',
  ],
  {
    [`${POOLS}.platform.instanceTypes`]: ["m7g.large"],
    [`${DRIVERS}.instanceTypes`]: ["t4g.large"],
    [`${EXECUTORS}.instanceTypes`]: ["c7g.xlarge", "m7g.large"],
  },
);

test(
  "a pool in a zone that the network does not have",
  refusesOnEks,
  { [`${EXECUTORS}.zone`]: "eu-central-1c" },
  [
    'cluster.compute.pools.executors.zone = "eu-central-1c": must be a zone of the network; write one of eu-central-1a, eu-central-1b',
  ],
  {
    [`${EXECUTORS}.zone`]: "eu-central-1b",
  },
);

test(
  "nodes of a fixed number in Auto Mode",
  refusesOnEks,
  { [`${EXECUTORS}.nodes`]: 2 },
  [
    "cluster.compute.pools.executors.nodes = 2: is not a setting; remove it, or write one of workload, instanceTypes, capacity, zone, diskGiB, maxNodes",
  ],
  {
    [`${EXECUTORS}.nodes`]: undefined,
  },
);

test(
  "a disk too small for images",
  refusesOnEks,
  { [`${EXECUTORS}.diskGiB`]: 39 },
  [
    "cluster.compute.pools.executors.diskGiB = 39: must be the size of a disk in GiB, a whole number from 40 to 16384; write it without quotes",
  ],
  {
    [`${EXECUTORS}.diskGiB`]: 40,
  },
);

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
