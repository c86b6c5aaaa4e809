import test from "ava";

import { poolArchitecture, poolLimits } from "../../../components/aws/node-pools.js";

const pool = { workload: "executors", capacity: "spot", diskGiB: 80, maxNodes: 4 } as const;

test("a pool may grow to its number of nodes, all of the types with the most CPU and the most memory", (t) => {
  const instanceTypes = ["r7i.xlarge", "c7i.2xlarge", "m7i.xlarge"];
  t.deepEqual(poolLimits({ ...pool, instanceTypes }), { vcpu: 32, memoryMiB: 131072 });
});

test("a pool has the architecture of its types", (t) => {
  t.is(poolArchitecture({ ...pool, instanceTypes: ["m7g.large"] }), "arm64");
  t.is(poolArchitecture({ ...pool, instanceTypes: ["m7i.large", "m6i.large"] }), "amd64");
});
