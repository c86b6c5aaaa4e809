import test from "ava";

import { OWN_NODES, placed, SAME_NODES } from "../../../components/placement.js";

test("where nodes are all alike, pods say nothing about them", (t) => {
  t.deepEqual(
    Object.values(SAME_NODES).map((placement) => placed(placement)),
    [{}, {}, {}],
  );
  t.deepEqual(placed(), {});
});

test("pools of drivers and executors are tainted for them, the platform's takes whoever selects nothing", (t) => {
  t.deepEqual<unknown, unknown>(placed(OWN_NODES.platform), { nodeSelector: { "spark-platform/nodes": "platform" } });
  for (const workload of ["drivers", "executors"] as const) {
    t.deepEqual<unknown, unknown>(placed(OWN_NODES[workload]), {
      nodeSelector: { "spark-platform/nodes": workload },
      tolerations: [{ key: "spark-platform/nodes", operator: "Equal", value: workload, effect: "NoSchedule" }],
    });
  }
});
