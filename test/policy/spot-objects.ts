/** Pools of nodes with and without spot capacity, and drivers that select among them. */
import type { Resource } from "../../policies/model/resource.js";
import type { Value } from "../../policies/model/values.js";
import { CRON_JOB_POD, change, resource, team } from "./objects.js";
import { sparkJob } from "./spark-objects.js";

export const RULE = "no-spot-for-drivers";
export const CAPACITY = "karpenter.sh/capacity-type";
export const MANAGED = "eks.amazonaws.com/capacityType";
export const TAINT = { key: "spot", value: "true", effect: "NoSchedule" };

/** A pool of Karpenter's with these capacity types, further requirements, labels and taints. */
export function nodePool(
  name: string,
  capacity: Value | undefined,
  spec: Record<string, Value> = {},
  labels: Value = {},
): Resource {
  const architecture: Value = { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] };
  const requirements: readonly Value[] = capacity === undefined ? [architecture] : [architecture, capacity];
  return resource("kubernetes:karpenter.sh/v1:NodePool", {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: { template: { metadata: { labels }, spec: { requirements, ...spec } } },
  });
}
export const capacityIn = (...values: readonly Value[]) => ({ key: CAPACITY, operator: "In", values });
export const spot = nodePool("spot", capacityIn("spot"));
export const steady = nodePool("steady", capacityIn("on-demand"), {}, { pool: "drivers" });
export const AWS = "urn:pulumi:test::test::pulumi:providers:aws::aws";
export const nodeGroup = (name: string, inputs: Record<string, Value>) =>
  resource(
    "aws:eks/nodeGroup:NodeGroup",
    { launchTemplate: { name: "nodes", version: "1" }, ...inputs },
    {
      name,
      provider: AWS,
    },
  );
export const spotGroup = nodeGroup("group", { capacityType: "SPOT", nodeGroupName: "group" });

export const driver = (fields: Record<string, Value> = {}): Resource => {
  const inputs = Object.entries(fields).reduce(
    (job, [path, value]) => change(job, `${CRON_JOB_POD}.${path}`, value),
    sparkJob().inputs,
  );
  return resource("kubernetes:batch/v1:CronJob", inputs);
};
export const selecting = (labels: Value) => driver({ nodeSelector: labels });
export const required = (...terms: readonly Value[]) =>
  driver({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
  });
export const expression = (key: string, operator: string, ...values: readonly Value[]): Value => ({
  matchExpressions: [{ key, operator, values }],
});
export const preferring = (...values: readonly Value[]) =>
  driver({
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, preference: expression(CAPACITY, "In", ...values) },
        ],
      },
    },
  });

const metadataOptions: Value = { httpTokens: "required", httpPutResponseHopLimit: 1 };
export const ENCRYPTED = { metadataOptions, rootBlockDevice: { encrypted: true } };
export const TEMPLATE = {
  metadataOptions,
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }],
};
/** What managed groups start their nodes with. */
export const template = resource(
  "aws:ec2/launchTemplate:LaunchTemplate",
  { name: "nodes", ...TEMPLATE },
  { name: "nodes", provider: AWS },
);
export const program = (...resources: readonly Resource[]) => ({ resources: [team(), template, ...resources] });
export const can = (pool: Resource, kind: string, place = CRON_JOB_POD, name = "pi") => [
  `${RULE} ${name}: ${place} can land on spot nodes of ${kind} (${pool.urn})`,
];
export const ON_SPOT = can(spot, "NodePool spot");
export const onDemand = selecting({ [CAPACITY]: "on-demand" });
export const asks = (place = CRON_JOB_POD, name = "pi") => [`${RULE} ${name}: ${place} asks for spot nodes`];
