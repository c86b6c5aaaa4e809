/** Rule no-spot-for-drivers: what a driver or Airflow may select, and what pools there are. */
import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { CRON_JOB_POD, cronJob, resource } from "../../objects.js";
import {
  CAPACITY,
  MANAGED,
  nodePool,
  capacityIn,
  spot,
  steady,
  nodeGroup,
  spotGroup,
  driver,
  selecting,
  required,
  expression,
  ENCRYPTED,
  TEMPLATE,
  program,
  can,
  ON_SPOT,
  onDemand,
} from "../../spot-objects.js";
import { accepts, refuses } from "../../verdict.js";

test(
  "a driver that can land on a spot node is refused",
  refuses,
  program(spot, driver()),
  ON_SPOT,
  program(spot, onDemand),
);
test("without spot nodes a driver may be anywhere", accepts, program(steady, driver()));
test(
  "a pod that is no driver may be on a spot node",
  accepts,
  program(spot, cronJob(`${CRON_JOB_POD}.containers.0.args`, ["serve"])),
);

for (const [what, capacity, neighbour] of [
  ["spot among others", capacityIn("on-demand", "spot"), capacityIn("on-demand", "reserved")],
  [
    "everything but on-demand",
    { key: CAPACITY, operator: "NotIn", values: ["on-demand"] },
    { key: CAPACITY, operator: "NotIn", values: ["spot"] },
  ],
  ["anything", { key: CAPACITY, operator: "Exists" }, capacityIn("on-demand")],
  ["nothing said", undefined, capacityIn("on-demand")],
] as const) {
  test(
    `a pool of Karpenter's with ${what} has spot nodes`,
    refuses,
    program(nodePool("spot", capacity), driver()),
    ON_SPOT,
    program(nodePool("spot", neighbour), driver()),
  );
}
test("a NodePool of another cluster does not matter", accepts, program({ ...spot, provider: "another" }, driver()));
test(
  "a kind of the same name in another group does not either",
  accepts,
  program(
    resource("kubernetes:example.com/v1:NodePool", {
      ...(spot.inputs as object),
      apiVersion: "example.com/v1",
      metadata: { name: "spot", namespace: "team" },
    }),
    driver(),
  ),
);

test(
  "a managed node group of capacity type SPOT has spot nodes",
  refuses,
  program(spotGroup, driver()),
  can(spotGroup, "aws:eks/nodeGroup:NodeGroup group"),
  program(nodeGroup("group", { capacityType: "ON_DEMAND" }), driver()),
);
test(
  "its nodes have a label of their own",
  refuses,
  program(spotGroup, required(expression(CAPACITY, "NotIn", "spot"))),
  can(spotGroup, "aws:eks/nodeGroup:NodeGroup group"),
  program(spotGroup, required(expression(MANAGED, "NotIn", "SPOT"))),
);
test("either label of on-demand nodes keeps away from every spot node", accepts, program(spotGroup, onDemand));
test(
  "the label of managed groups keeps away from Karpenter's spot nodes",
  accepts,
  program(spot, selecting({ [MANAGED]: "ON_DEMAND" })),
);

const pools: readonly (readonly [string, Record<string, Value>, Record<string, Value>])[] = [
  ["eks:index:ManagedNodeGroup", { capacityType: "SPOT" }, { capacityType: "ON_DEMAND" }],
  ["eks:index:NodeGroup", { spotPrice: "1" }, {}],
  ["eks:index:NodeGroupV2", { spotPrice: "1" }, { spotPrice: "" }],
  ["aws:ec2/launchConfiguration:LaunchConfiguration", { spotPrice: "1", ...ENCRYPTED }, ENCRYPTED],
  [
    "aws:ec2/launchTemplate:LaunchTemplate",
    { instanceMarketOptions: { marketType: "spot" }, ...TEMPLATE },
    { instanceMarketOptions: { marketType: "capacity-block" }, ...TEMPLATE },
  ],
  [
    "aws:autoscaling/group:Group",
    { mixedInstancesPolicy: { instancesDistribution: { onDemandPercentageAboveBaseCapacity: 99 } } },
    { mixedInstancesPolicy: { instancesDistribution: { onDemandPercentageAboveBaseCapacity: 100 } } },
  ],
];
for (const [type, inputs, neighbour] of pools) {
  const pool = resource(type, inputs, { name: "pool" });
  test(
    `${type} can have spot nodes`,
    refuses,
    program(pool, driver()),
    can(pool, `${type} pool`),
    program(resource(type, neighbour, { name: "pool" }), driver()),
  );
}
test(
  "a self-managed group's taints count",
  accepts,
  program(
    resource(
      "eks:index:NodeGroup",
      { spotPrice: "1", taints: { spot: { value: "true", effect: "NoSchedule" } } },
      { name: "pool" },
    ),
    driver(),
  ),
);
test(
  "a managed group's taints count",
  refuses,
  program(
    nodeGroup("group", { capacityType: "SPOT", taints: [{ key: "spot", effect: "PREFER_NO_SCHEDULE" }] }),
    driver(),
  ),
  can(spotGroup, "aws:eks/nodeGroup:NodeGroup group"),
  program(nodeGroup("group", { capacityType: "SPOT", taints: [{ key: "spot", effect: "NO_EXECUTE" }] }), driver()),
);
