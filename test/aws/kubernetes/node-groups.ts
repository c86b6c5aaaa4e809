/** Nodes of the managed node groups in the simulated AWS: all of them, all the time. */
import { NODE_GROUP } from "../providers/kinds/eks.js";
import { SUBNET } from "../providers/kinds/network.js";
import { at, type Properties, textAt, textsAt } from "../providers/values.js";
import type { Thing, World } from "../providers/world.js";
import { NODE_LABELS, type PoolNode, type Taint } from "./nodes.js";

/** How AWS writes what Kubernetes calls NoSchedule and so on. */
const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

export function nodeGroupNodes(world: World): PoolNode[] {
  return world.things(NODE_GROUP).flatMap((group) => nodesOf(group, world));
}

function nodesOf({ id, outputs }: Thing, world: World): PoolNode[] {
  const pool = id.split(":")[1] ?? id;
  const zones = textsAt(outputs, "subnetIds").map((subnet) =>
    textAt(world.find(SUBNET, subnet)?.outputs, "availabilityZone"),
  );
  return Array.from({ length: Number(at(outputs, "scalingConfig.desiredSize")) }, (_, index) => ({
    pool,
    index,
    taints: taintsOf(outputs),
    labels: {
      ...(at(outputs, "labels") as Record<string, string> | undefined),
      "eks.amazonaws.com/nodegroup": pool,
      "eks.amazonaws.com/capacityType": textAt(outputs, "capacityType"),
      // The instances that AWS runs are as new as the group.
      "simulated/version": textAt(outputs, "version"),
      [NODE_LABELS.instanceType]: textsAt(outputs, "instanceTypes")[0] ?? "",
      [NODE_LABELS.zone]: zones[index % zones.length] ?? "",
    },
  }));
}

function taintsOf(outputs: Properties): Taint[] {
  const taints = (at(outputs, "taints") ?? []) as unknown as readonly Taint[];
  return taints.map((taint) => ({ ...taint, effect: EFFECTS[taint.effect] ?? taint.effect }));
}
