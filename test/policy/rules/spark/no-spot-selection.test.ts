/** Rule no-spot-for-drivers: taints that keep a pod away, and how a pod may select its nodes. */
import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import { CRON_JOB_POD, UNKNOWN } from "../../objects.js";
import {
  RULE,
  CAPACITY,
  MANAGED,
  TAINT,
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
  preferring,
  program,
  can,
  ON_SPOT,
  onDemand,
  asks,
} from "../../spot-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const tainted = nodePool("spot", capacityIn("spot"), { taints: [TAINT] });
test("a taint keeps away a driver that does not tolerate it", accepts, program(tainted, driver()));
for (const [what, toleration, neighbour] of [
  ["its value", { key: "spot", value: "true", effect: "NoSchedule" }, { key: "spot", value: "false" }],
  ["whatever value", { key: "spot", operator: "Exists" }, { key: "other", operator: "Exists" }],
  ["every taint", { operator: "Exists" }, { operator: "Exists", effect: "PreferNoSchedule" }],
  ["every taint, with an empty key", { key: "", operator: "Exists" }, { key: "spot", operator: "Equal" }],
] as const) {
  test(
    `a driver that tolerates ${what} is refused`,
    refuses,
    program(tainted, driver({ tolerations: [toleration] })),
    ON_SPOT,
    program(tainted, driver({ tolerations: [neighbour] })),
  );
}
test(
  "a soft taint keeps nobody away",
  refuses,
  program(nodePool("spot", capacityIn("spot"), { taints: [{ ...TAINT, effect: "PreferNoSchedule" }] }), driver()),
  ON_SPOT,
  program(nodePool("spot", capacityIn("spot"), { taints: [{ ...TAINT, effect: "NoExecute" }] }), driver()),
);
test(
  "a taint that goes after the start keeps nobody away for long",
  refuses,
  program(nodePool("spot", capacityIn("spot"), { startupTaints: [TAINT] }), driver()),
  ON_SPOT,
  program(tainted, driver()),
);

test(
  "a label of a pool without spot nodes keeps away",
  refuses,
  program(spot, steady, selecting({ pool: "workers" })),
  ON_SPOT,
  program(spot, steady, selecting({ pool: "drivers" })),
);
test(
  "a label that a spot pool has too does not",
  refuses,
  program(nodePool("spot", capacityIn("spot"), {}, { pool: "drivers" }), steady, selecting({ pool: "drivers" })),
  ON_SPOT,
  program(nodePool("spot", capacityIn("spot"), {}, { pool: "executors" }), steady, selecting({ pool: "drivers" })),
);
test(
  "a spot pool's other label keeps away",
  accepts,
  program(nodePool("spot", capacityIn("spot"), {}, { pool: "executors" }), selecting({ pool: "drivers" })),
);
test(
  "the name of a pool is a label",
  refuses,
  program(spot, steady, selecting({ "karpenter.sh/nodepool": "spot" })),
  ON_SPOT,
  program(spot, steady, selecting({ "karpenter.sh/nodepool": "steady" })),
);
test(
  "the architecture of a node tells nothing",
  refuses,
  program(spot, selecting({ "kubernetes.io/arch": "amd64" })),
  ON_SPOT,
  program(spot, selecting({ "kubernetes.io/arch": "amd64", [CAPACITY]: "on-demand" })),
);

test(
  "required affinity for on-demand nodes keeps away",
  refuses,
  program(spot, required(expression(CAPACITY, "Exists"))),
  ON_SPOT,
  program(spot, required(expression(CAPACITY, "In", "on-demand"))),
);
test(
  "every alternative has to keep away",
  refuses,
  program(spot, required(expression(CAPACITY, "In", "on-demand"), expression("zone", "In", "a"))),
  ON_SPOT,
  program(spot, required(expression(CAPACITY, "In", "on-demand"), expression(CAPACITY, "NotIn", "spot"))),
);
test(
  "a preference for on-demand nodes is not enough",
  refuses,
  program(spot, preferring("on-demand")),
  ON_SPOT,
  program(spot, onDemand),
);
test(
  "NotIn keeps away by what it lists",
  refuses,
  program(spot, required(expression(CAPACITY, "NotIn", "on-demand"))),
  ON_SPOT,
  program(spot, required(expression(CAPACITY, "NotIn", "spot"))),
);

for (const [what, pod] of [
  ["by a node selector", selecting({ [CAPACITY]: "spot" })],
  ["by the label of managed groups", selecting({ [MANAGED]: "SPOT" })],
  ["by affinity, as one choice", required(expression(CAPACITY, "In", "on-demand", "spot"))],
  ["by a preference", preferring("spot")],
] as const) {
  test(
    `a driver that asks for spot ${what} is refused, whatever pools there are, once`,
    refuses,
    program(spot, pod),
    asks(),
    program(onDemand),
  );
  test(
    `a driver that asks for spot ${what} is refused without any pool`,
    refuses,
    program(pod),
    asks(),
    program(onDemand),
  );
}

test(
  "spot nodes that the stack does not show are told of by a parameter",
  refuses,
  { ...program(driver()), parameters: { externalSpotNodes: true } },
  [`${RULE} pi: ${CRON_JOB_POD} can land on spot nodes of nodes outside this stack`],
  { ...program(onDemand), parameters: { externalSpotNodes: true } },
);

test("what is not known is told of, and does not keep away", (t) => {
  const lines = (...resources: readonly Resource[]) =>
    verdict(program(...resources)).filter((line) => line.startsWith(RULE) || line.startsWith("later"));
  t.deepEqual(lines(spot, driver({ nodeSelector: UNKNOWN })), ON_SPOT);
  t.deepEqual(lines(tainted, driver({ tolerations: [UNKNOWN] })), ON_SPOT);
  const first = { ...driver({ nodeSelector: UNKNOWN }), providerKnown: false };
  t.deepEqual(lines(spot, first), [(ON_SPOT[0] ?? "").replace(RULE, "later")]);
  const group = nodeGroup("group", { capacityType: UNKNOWN });
  t.deepEqual(lines(group, { ...driver(), providerKnown: false }), [
    (can(spotGroup, "aws:eks/nodeGroup:NodeGroup group")[0] ?? "").replace(RULE, "later"),
  ]);
  t.deepEqual(lines(group, onDemand), []);
});
