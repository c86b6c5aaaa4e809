import test from "ava";

import { AutoModeNodes, type AutoModeNodesArgs } from "../../../../components/kubernetes/auto-mode-nodes.js";
import type { AutoModePool } from "../../../../components/kubernetes/auto-mode-pool.js";
import { record, type Registration } from "./recorder.js";

const executors: AutoModePool = {
  workload: "executors",
  instanceTypes: ["r7i.xlarge", "m7i.xlarge"],
  architecture: "amd64",
  capacity: "spot",
  zones: ["eu-central-1a"],
  diskGiB: 200,
  limits: { vcpu: 16, memoryMiB: 131072 },
};

const nodes: AutoModeNodesArgs = {
  nodeRoleName: "data-prod-nodes",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupId: "sg-1",
  pools: { cheap: executors },
};

async function made(args: AutoModeNodesArgs): Promise<Registration[]> {
  return record((opts) => {
    new AutoModeNodes("auto", args, opts);
  });
}

interface PoolSpec {
  readonly template: { readonly spec: Record<string, unknown> };
  readonly disruption: Record<string, unknown>;
}

async function specOf(pool: AutoModePool): Promise<PoolSpec> {
  const all = await made({ ...nodes, pools: { it: pool } });
  const { spec } = all.find(({ type }) => type === "kubernetes:karpenter.sh/v1:NodePool")?.inputs as { spec: PoolSpec };
  return spec;
}

test.serial(
  "nodes of Auto Mode: NetworkPolicies enforced, and for each pool what its nodes are and when they come and go",
  async (t) => {
    const labels = { "app.kubernetes.io/part-of": "spark-platform" };
    t.deepEqual(await made(nodes), [
      { type: "spark-platform:kubernetes:AutoModeNodes", name: "auto", inputs: {} },
      {
        type: "kubernetes:core/v1:ConfigMap",
        name: "auto-network-policy",
        parent: "auto",
        inputs: {
          metadata: { name: "amazon-vpc-cni", namespace: "kube-system", labels },
          data: { "enable-network-policy-controller": "true" },
        },
      },
      {
        type: "kubernetes:eks.amazonaws.com/v1:NodeClass",
        name: "auto-cheap-class",
        parent: "auto",
        inputs: {
          metadata: { name: "cheap", labels },
          spec: {
            role: "data-prod-nodes",
            subnetSelectorTerms: [{ id: "subnet-a" }, { id: "subnet-b" }],
            securityGroupSelectorTerms: [{ id: "sg-1" }],
            networkPolicy: "DefaultAllow",
            ephemeralStorage: { size: "200Gi" },
          },
        },
      },
      {
        type: "kubernetes:karpenter.sh/v1:NodePool",
        name: "auto-cheap",
        parent: "auto",
        dependsOn: ["auto-cheap-class", "auto-network-policy"],
        inputs: {
          metadata: { name: "cheap", labels },
          spec: {
            template: {
              metadata: { labels: { "spark-platform/nodes": "executors" } },
              spec: {
                nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: "cheap" },
                requirements: [
                  { key: "node.kubernetes.io/instance-type", operator: "In", values: ["r7i.xlarge", "m7i.xlarge"] },
                  { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
                  { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] },
                  { key: "topology.kubernetes.io/zone", operator: "In", values: ["eu-central-1a"] },
                ],
                taints: [{ key: "spark-platform/nodes", value: "executors", effect: "NoSchedule" }],
                expireAfter: "336h",
                terminationGracePeriod: "168h",
              },
            },
            limits: { cpu: "16", memory: "131072Mi" },
            disruption: {
              consolidationPolicy: "WhenEmpty",
              consolidateAfter: "5m",
              budgets: [
                { nodes: "100%", reasons: ["Empty"] },
                { nodes: "0", reasons: ["Drifted", "Underutilized"] },
              ],
            },
          },
        },
      },
    ]);
  },
);

test.serial("drivers are on demand, and their nodes are left alone like those of executors", async (t) => {
  const drivers = await specOf({ ...executors, workload: "drivers", capacity: "onDemand" });
  const { disruption, template } = await specOf(executors);
  t.deepEqual(drivers.disruption, disruption);
  t.is(drivers.template.spec["terminationGracePeriod"], template.spec["terminationGracePeriod"]);
  t.deepEqual(drivers.template.spec["taints"], [
    { key: "spark-platform/nodes", value: "drivers", effect: "NoSchedule" },
  ]);
  const requirements = drivers.template.spec["requirements"] as { key: string; values: string[] }[];
  t.deepEqual(requirements.find(({ key }) => key === "karpenter.sh/capacity-type")?.values, ["on-demand"]);
});

test.serial("nodes of the platform take any pod, and are replaced one at a time", async (t) => {
  const { disruption, template } = await specOf({ ...executors, workload: "platform", capacity: "onDemand" });
  t.deepEqual(disruption, {
    consolidationPolicy: "WhenEmptyOrUnderutilized",
    consolidateAfter: "10m",
    budgets: [{ nodes: "1" }],
  });
  t.deepEqual(template.spec["taints"], []);
  t.is(template.spec["terminationGracePeriod"], "24h");
});

for (const workload of ["platform", "drivers", "executors"] as const) {
  test.serial(`a node for ${workload} is gone within the three weeks for which Auto Mode lets it live`, async (t) => {
    const { template } = await specOf({ ...executors, workload });
    const { expireAfter, terminationGracePeriod } = template.spec;
    const hours = [expireAfter, terminationGracePeriod].map((duration) => Number.parseInt(String(duration), 10));
    t.true(hours.reduce((sum, one) => sum + one) <= 21 * 24);
  });
}

test.serial("a pool cannot have the name that EKS keeps for its own nodes", async (t) => {
  await record((opts) => {
    t.throws(() => new AutoModeNodes("auto", { ...nodes, pools: { default: executors } }, opts), {
      message: "pools.default: no pool may have this name, since EKS keeps it for itself; rename the pool",
    });
  });
});
