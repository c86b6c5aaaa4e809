import test from "ava";

import { refusesOnEks } from "../example-settings.js";

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
  "types of instances whose size is not known are not judged by their size, nor is their pool",
  refusesOnEks,
  { [`${DRIVERS}.instanceTypes`]: ["x2gd.large"], [`${EXECUTORS}.instanceTypes`]: ["i4i.large", "t3.small"] },
  [
    'cluster.compute.pools.drivers.instanceTypes[0] = "x2gd.large": must be a type of the families c, m, r or t, whose size the name tells; write for example m7i.large, c7i.2xlarge or t3.large',
    'cluster.compute.pools.executors.instanceTypes[0] = "i4i.large": must be a type of the families c, m, r or t, whose size the name tells; write for example m7i.large, c7i.2xlarge or t3.large',
  ],
  { [`${DRIVERS}.instanceTypes`]: ["t3.large"], [`${EXECUTORS}.instanceTypes`]: ["t3.medium", "t3.small"] },
);

test(
  "a key that no pool has hides nothing else",
  refusesOnEks,
  { [`${EXECUTORS}.minNodes`]: 1, [`${DRIVERS}.capacity`]: "spot" },
  [
    'cluster.compute.pools.drivers.capacity = "spot": must be onDemand for drivers: with a spot node that AWS takes back goes the whole run of a driver; remove it',
    "cluster.compute.pools.executors.minNodes = 1: is not a setting; did you mean maxNodes?",
  ],
  { [`${EXECUTORS}.minNodes`]: undefined, [`${DRIVERS}.capacity`]: undefined },
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
