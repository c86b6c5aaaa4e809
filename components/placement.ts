/** Where pods run: which nodes they ask for and which taints they put up with. Plain data, so that it also fits pod template files. */
import { LABELS, type NodeWorkload } from "../vocabulary";

interface Toleration {
  readonly key: string;
  readonly operator: "Equal";
  readonly value: string;
  readonly effect: "NoSchedule";
}

export interface Placement {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
}

/** Of each kind of pods. */
export type Placements = Readonly<Record<NodeWorkload, Placement>>;

const ANYWHERE: Placement = { nodeSelector: {}, tolerations: [] };

/** On clusters whose nodes are all alike. */
export const SAME_NODES: Placements = { platform: ANYWHERE, drivers: ANYWHERE, executors: ANYWHERE };

/** On clusters with a pool of nodes for each kind. Pools of drivers and executors are tainted, so that nothing else takes their room. */
export const OWN_NODES: Placements = {
  platform: { nodeSelector: { [LABELS.nodes]: "platform" }, tolerations: [] },
  drivers: ownPool("drivers"),
  executors: ownPool("executors"),
};

function ownPool(workload: NodeWorkload): Placement {
  return {
    nodeSelector: { [LABELS.nodes]: workload },
    tolerations: [{ key: LABELS.nodes, operator: "Equal", value: workload, effect: "NoSchedule" }],
  };
}

/** The fields of a pod's spec; none for a pod that may run anywhere, whose spec stays as short as before. */
export function placed({ nodeSelector, tolerations }: Placement = ANYWHERE) {
  return {
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector: { ...nodeSelector } }),
    ...(tolerations.length > 0 && { tolerations: [...tolerations] }),
  };
}
