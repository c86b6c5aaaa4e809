/** Pools of nodes, and whether AWS can take their nodes back at two minutes' notice. */
import type { Resource } from "./resource";
import { UNKNOWN, type Value, at, hasUnknown, isRecord, listAt, stringAt } from "./values";

/** Labels by which nodes say how they were bought: Karpenter's and EKS Auto Mode's, and that of managed node groups. */
export const CAPACITY_LABELS: readonly string[] = ["karpenter.sh/capacity-type", "eks.amazonaws.com/capacityType"];

export interface Taint {
  readonly key: string;
  readonly value: string;
}

export interface NodePool {
  readonly resource: Resource;
  /** Whether it has spot nodes. */
  readonly spot: boolean;
  /** Labels of its spot nodes, or of all if it has none; {@link UNKNOWN} values included. */
  readonly labels: ReadonlyMap<string, Value>;
  /** Taints that keep away pods without a toleration. */
  readonly taints: readonly Taint[];
  /** Whether what is said here may be otherwise, since something about the pool is not known yet. */
  readonly uncertain: boolean;
}

/** The pool that the resource is, if it is one. */
export function nodePool(resource: Resource): NodePool | undefined {
  if (resource.object?.group === "karpenter.sh" && resource.object.kind === "NodePool") return karpenterPool(resource);
  return CLOUD_POOLS.get(resource.type)?.(resource);
}

type Labels = Readonly<Record<string, Value>>;

function karpenterPool(resource: Resource): NodePool {
  const template = at(resource.inputs, "spec", "template");
  const requirements = listAt(template, "spec", "requirements");
  // Without a requirement Karpenter takes the cheapest, which is spot.
  const spot = requirements.filter((it) => at(it, "key") === CAPACITY_LABELS[0]).every(allowsSpot);
  const labels: Labels = {
    ...recordAt(template, "metadata", "labels"),
    "karpenter.sh/nodepool": at(resource.inputs, "metadata", "name") ?? UNKNOWN,
    ...(spot && { "karpenter.sh/capacity-type": "spot" }),
  };
  const taints = listAt(template, "spec", "taints");
  const uncertain = hasUnknown(at(template, "metadata", "labels")) || hasUnknown(requirements) || hasUnknown(taints);
  return pool(resource, { spot, labels, taints, uncertain });
}

function allowsSpot(requirement: Value): boolean {
  const listed = listAt(requirement, "values").some((value) => value === "spot" || value === UNKNOWN);
  const operator = at(requirement, "operator");
  if (operator === "NotIn") return !listed;
  return operator === "In" ? listed : true;
}

/** Groups of nodes in the cloud. Launch templates do not tell their nodes' labels: those are in the script that they start with. */
const CLOUD_POOLS: ReadonlyMap<string, (resource: Resource) => NodePool | undefined> = new Map([
  ["aws:eks/nodeGroup:NodeGroup", managedGroup],
  ["eks:index:ManagedNodeGroup", managedGroup],
  ["eks:index:NodeGroup", selfManagedGroup],
  ["eks:index:NodeGroupV2", selfManagedGroup],
  ["aws:ec2/launchTemplate:LaunchTemplate", launchTemplate],
  ["aws:ec2/launchConfiguration:LaunchConfiguration", selfManagedGroup],
  ["aws:autoscaling/group:Group", autoscalingGroup],
]);

function managedGroup(resource: Resource): NodePool {
  const capacity = at(resource.inputs, "capacityType");
  const spot = capacity === "SPOT" || capacity === UNKNOWN;
  const labels: Labels = {
    ...recordAt(resource.inputs, "labels"),
    "eks.amazonaws.com/nodegroup": at(resource.inputs, "nodeGroupName") ?? UNKNOWN,
    ...(spot && { "eks.amazonaws.com/capacityType": "SPOT" }),
  };
  const taints = listAt(resource.inputs, "taints");
  const uncertain = capacity === UNKNOWN || hasUnknown(at(resource.inputs, "labels")) || hasUnknown(taints);
  return pool(resource, { spot, labels, taints, uncertain });
}

function selfManagedGroup(resource: Resource): NodePool | undefined {
  const price = at(resource.inputs, "spotPrice");
  const taints = Object.entries(recordAt(resource.inputs, "taints")).map(([key, taint]) => ({
    ...recordAt(taint),
    key,
  }));
  const labels = recordAt(resource.inputs, "labels");
  return pool(resource, { spot: price !== undefined && price !== "", labels, taints, uncertain: price === UNKNOWN });
}

function launchTemplate(resource: Resource): NodePool | undefined {
  const market = at(resource.inputs, "instanceMarketOptions", "marketType");
  const uncertain = market === UNKNOWN;
  return market === "spot" || uncertain ? pool(resource, { spot: true, labels: {}, taints: [], uncertain }) : undefined;
}

function autoscalingGroup(resource: Resource): NodePool | undefined {
  const percentage = at(
    resource.inputs,
    "mixedInstancesPolicy",
    "instancesDistribution",
    "onDemandPercentageAboveBaseCapacity",
  );
  const uncertain = percentage === UNKNOWN;
  const spot = uncertain || (typeof percentage === "number" && percentage < 100);
  return spot ? pool(resource, { spot, labels: {}, taints: [], uncertain }) : undefined;
}

interface Written extends Pick<NodePool, "spot" | "uncertain"> {
  readonly labels: Labels;
  readonly taints: readonly Value[];
}

function pool(resource: Resource, { spot, labels, taints, uncertain }: Written): NodePool {
  const repelling = taints.filter((taint) => REPELS.has(stringAt(taint, "effect") ?? ""));
  return {
    resource,
    spot,
    labels: new Map(Object.entries(labels)),
    taints: repelling.map((taint) => ({ key: stringAt(taint, "key") ?? "", value: stringAt(taint, "value") ?? "" })),
    uncertain,
  };
}

/** Effects that keep a pod away, as Kubernetes and as EKS write them. */
const REPELS = new Set(["NoSchedule", "NoExecute", "NO_SCHEDULE", "NO_EXECUTE"]);

function recordAt(value: Value | undefined, ...path: readonly string[]): Readonly<Record<string, Value>> {
  const found = at(value, ...path);
  return isRecord(found) ? found : {};
}
