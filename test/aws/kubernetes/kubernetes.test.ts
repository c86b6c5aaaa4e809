/** The simulated Kubernetes alone: what the tests of stacks rely on. */
import test from "ava";

import { eventually } from "../../runner/kubectl.js";
import { simulatedAws } from "../simulated-aws.js";
import { SimulatedKubernetes } from "./index.js";

const { world } = simulatedAws();
let kubernetes: SimulatedKubernetes;

test.before(async () => {
  kubernetes = await SimulatedKubernetes.start(world);
});

test.after.always(async () => {
  await kubernetes.stop();
  world.end();
});

interface Node {
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly spec: { readonly taints?: { readonly key: string; readonly value?: string; readonly effect: string }[] };
  readonly status: {
    readonly conditions: { readonly type: string; readonly status: string }[];
    readonly allocatable: Record<string, string>;
  };
}

interface Pod {
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly phase: string };
}

async function nodes(selector: string): Promise<Node[]> {
  return (await kubernetes.kubectl.json<{ items: Node[] }>(["get", "nodes", "-l", selector])).items;
}

async function apply(...objects: object[]): Promise<void> {
  await kubernetes.kubectl.text(
    ["apply", "-f", "-"],
    JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }),
  );
}

function pod(name: string, spec: object): object {
  const containers = [{ name: "main", image: "nowhere.invalid/nothing:1" }];
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" }, spec: { containers, ...spec } };
}

/** Name of the node's pool once the pod runs. */
async function poolOf(name: string): Promise<string> {
  const { spec } = await eventually(`pod ${name} running`, 30, async () => {
    const found = await kubernetes.kubectl.json<Pod>(["get", "pod", name]);
    return found.status.phase === "Running" ? found : undefined;
  });
  const node = await kubernetes.kubectl.json<Node>(["get", "node", spec.nodeName ?? ""]);
  return node.metadata.labels["simulated/pool"] ?? "";
}

const group = (name: string, more: object) =>
  world.declare("aws:eks/nodeGroup:NodeGroup", `tiny:${name}`, {
    nodeGroupName: name,
    subnetIds: ["subnet-a", "subnet-b"],
    instanceTypes: ["m7i.large", "m6i.large"],
    version: "1.36",
    ...more,
  });

const DRIVERS = { key: "use", operator: "Equal", value: "drivers", effect: "NoSchedule" };

test.serial(
  "a managed node group has its nodes, with labels, taints, zones and room of the instance type",
  async (t) => {
    for (const zone of ["a", "b"]) {
      world.declare("aws:ec2/subnet:Subnet", `subnet-${zone}`, { availabilityZone: `eu-central-1${zone}` });
    }
    group("plain", { scalingConfig: { desiredSize: 2 }, capacityType: "ON_DEMAND", labels: { use: "plain" } });
    group("spot", {
      ...{ scalingConfig: { desiredSize: 1 }, capacityType: "SPOT", labels: { use: "drivers" } },
      taints: [{ key: "use", value: "drivers", effect: "NO_SCHEDULE" }],
    });
    const [plain, spot] = await eventually("three Ready nodes", 30, async () => {
      const found = await Promise.all([
        nodes("eks.amazonaws.com/nodegroup=plain"),
        nodes("eks.amazonaws.com/nodegroup=spot"),
      ]);
      const all = found.flat();
      const settled = all.every(({ spec }) => !spec.taints?.some(({ key }) => key.startsWith("node.kubernetes.io/")));
      return all.length === 3 && settled ? found : undefined;
    });
    t.true(
      [...plain, ...spot].every(({ status }) =>
        status.conditions.some(({ type, status }) => type === "Ready" && status === "True"),
      ),
    );
    t.deepEqual(plain.map(({ metadata }) => metadata.labels["topology.kubernetes.io/zone"]).sort(), [
      "eu-central-1a",
      "eu-central-1b",
    ]);
    t.deepEqual(
      plain.map(({ spec }) => spec.taints),
      [undefined, undefined],
    );
    t.deepEqual(spot[0]?.spec.taints, [{ key: "use", value: "drivers", effect: "NoSchedule" }]);
    t.like(spot[0]?.metadata.labels, {
      use: "drivers",
      "eks.amazonaws.com/capacityType": "SPOT",
      "node.kubernetes.io/instance-type": "m7i.large",
    });
  },
);

test.serial("a tainted pool takes only the pod that tolerates it", async (t) => {
  await apply(pod("anything", {}), pod("driver", { nodeSelector: { use: "drivers" }, tolerations: [DRIVERS] }));
  t.is(await poolOf("anything"), "plain");
  t.is(await poolOf("driver"), "spot");
  await apply(pod("intruder", { nodeSelector: { use: "drivers" } }));
  await eventually("a pod that cannot be placed", 30, async () => {
    const reason = await kubernetes.kubectl.text([
      "get",
      "pod",
      "intruder",
      "-o",
      "jsonpath={.status.conditions[?(@.type=='PodScheduled')].reason}",
    ]);
    return reason === "Unschedulable" ? reason : undefined;
  });
  t.is((await kubernetes.kubectl.json<Pod>(["get", "pod", "intruder"])).spec.nodeName, undefined);
});

test.serial("a Job succeeds, a Deployment becomes available, and both are gone when deleted", async (t) => {
  const template = (restartPolicy: string) => ({
    metadata: { labels: { app: "web" } },
    spec: {
      restartPolicy,
      containers: [{ name: "main", image: "nothing" }],
      initContainers: [{ name: "init", image: "nothing" }],
    },
  });
  const metadata = { name: "web", namespace: "default" };
  const selector = { matchLabels: { app: "web" } };
  await apply(
    { apiVersion: "batch/v1", kind: "Job", metadata, spec: { template: template("Never") } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: { replicas: 1, selector, template: template("Always") },
    },
  );
  await kubernetes.kubectl.text(["wait", "--for=condition=Complete", "job/web", "--timeout=30s"]);
  await kubernetes.kubectl.text(["wait", "--for=condition=Available", "deployment/web", "--timeout=30s"]);
  await kubernetes.kubectl.text(["delete", "job/web", "deployment/web", "--cascade=foreground", "--timeout=30s"]);
  t.is(await kubernetes.kubectl.text(["get", "pods", "-l", "app=web", "-o", "name"]), "");
});

test.serial("a claim on EBS is bound in the zone of its pod, and its volume goes with it", async (t) => {
  await apply(
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "fast" },
      provisioner: "ebs.csi.aws.com",
      reclaimPolicy: "Delete",
      volumeBindingMode: "WaitForFirstConsumer",
    },
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data", namespace: "default" },
      spec: {
        accessModes: ["ReadWriteOncePod"],
        storageClassName: "fast",
        resources: { requests: { storage: "8Gi" } },
      },
    },
    pod("database", {
      nodeSelector: { "topology.kubernetes.io/zone": "eu-central-1b" },
      volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
    }),
  );
  t.is(await poolOf("database"), "plain");
  const zone = await kubernetes.kubectl.text([
    ...["get", "persistentvolumes", "-o"],
    "jsonpath={.items[*].spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0]}",
  ]);
  t.is(zone, "eu-central-1b");
  await kubernetes.kubectl.text(["delete", "pod/database", "pvc/data", "--timeout=30s"]);
  await eventually("no volume", 30, async () => {
    return (await kubernetes.kubectl.text(["get", "persistentvolumes", "-o", "name"])) === "" ? true : undefined;
  });
});

test.serial("a changed group has new nodes, and a group that is gone has none", async (t) => {
  const before = (await nodes("eks.amazonaws.com/nodegroup=plain")).map(({ metadata }) => metadata.name);
  const thing = world.find("aws:eks/nodeGroup:NodeGroup", "tiny:plain");
  if (thing === undefined) throw new Error("the group is gone");
  world.replace({ ...thing, outputs: { ...thing.outputs, version: "1.37", scalingConfig: { desiredSize: 1 } } });
  world.remove("aws:eks/nodeGroup:NodeGroup", "tiny:spot");
  const after = await eventually("one node", 30, async () => {
    const found = await nodes("simulated/pool");
    return found.length === 1 ? found.map(({ metadata }) => metadata.name) : undefined;
  });
  t.false(before.some((name) => after.includes(name)));
  world.remove("aws:eks/nodeGroup:NodeGroup", "tiny:plain");
  await eventually("no node", 30, async () => ((await nodes("simulated/pool")).length === 0 ? true : undefined));
});

test.serial("a NodePool of Auto Mode starts a node when a pod waits for it, and its end is theirs", async (t) => {
  const requirement = (key: string, ...values: string[]) => ({ key, operator: "In", values });
  await apply(
    { apiVersion: "eks.amazonaws.com/v1", kind: "NodeClass", metadata: { name: "auto" }, spec: { role: "nodes" } },
    {
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name: "auto" },
      spec: {
        template: {
          metadata: { labels: { use: "drivers" } },
          spec: {
            nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: "auto" },
            taints: [{ key: "use", value: "drivers", effect: "NoSchedule" }],
            requirements: [
              requirement("karpenter.sh/capacity-type", "spot"),
              requirement("node.kubernetes.io/instance-type", "r7i.xlarge", "r6i.large"),
              requirement("topology.kubernetes.io/zone", "eu-central-1c"),
            ],
          },
        },
      },
    },
  );
  await new Promise((resolve) => setTimeout(resolve, 1000));
  t.deepEqual(await nodes("karpenter.sh/nodepool"), []);
  await apply(pod("executor", { nodeSelector: { use: "drivers" }, tolerations: [DRIVERS] }));
  t.is(await poolOf("executor"), "auto");
  const [node] = await nodes("karpenter.sh/nodepool=auto");
  t.like(node?.metadata.labels, {
    "karpenter.sh/capacity-type": "spot",
    "node.kubernetes.io/instance-type": "r7i.xlarge",
    "topology.kubernetes.io/zone": "eu-central-1c",
  });
  await kubernetes.kubectl.text(["delete", "nodepool", "auto", "--timeout=30s"]);
  await eventually("no node", 30, async () => ((await nodes("karpenter.sh/nodepool")).length === 0 ? true : undefined));
});
