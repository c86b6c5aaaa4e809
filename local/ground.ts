/** The cluster below the platform, ready to take it, with the settings that only it can know. */
import { type ClusterHandle, findCluster, startCluster } from "./cluster/index.js";
import { ensureImages } from "./images.js";
import { Kubectl, type KubeTarget } from "./kubectl.js";
import type { SettingValues } from "./stack.js";
import { step } from "./steps.js";
import type { Target } from "./target.js";
import type { Toolchain } from "./toolchain.js";

export interface Ground {
  readonly kube: KubeTarget;
  /** The settings to work with: as written, with what only this cluster knows in its place. */
  readonly settings: SettingValues;
  /** Address at which NodePorts answer, if it is known to be reachable from here. */
  readonly nodeAddress?: string;
}

export async function prepareGround(target: Target, toolchain: Toolchain, written: SettingValues): Promise<Ground> {
  if (target.kind === "context") {
    return step(`Look at cluster ${target.name}`, () => existingCluster(target.kube, toolchain, written));
  }
  const cluster = await step("Start the built-in cluster", (report) =>
    startCluster({ name: target.name }, toolchain, report),
  );
  const images = await step("Build the images", (report) => ensureImages(report));
  await step("Load the images", async (report) => {
    for (const [name, { archive, reference }] of Object.entries(images)) {
      report(name);
      await cluster.loadImage(archive, reference);
    }
  });
  const references = Object.fromEntries(Object.entries(images).map(([name, { reference }]) => [name, reference]));
  const settings = { ...written, ...builtInSettings(cluster, references) };
  return { kube: cluster, settings, nodeAddress: cluster.nodeAddress };
}

function builtInSettings(cluster: ClusterHandle, images: Record<string, string>): SettingValues {
  return {
    cluster: { kind: "existing", kubeconfig: cluster.kubeconfig, context: cluster.context },
    images,
    network: {
      apiServer: cluster.apiServer,
      // CoreDNS runs on the node itself, so no pod selector finds it.
      dnsCidrs: [`${cluster.nodeAddress}/32`],
      // A browser on this machine reaches the NodePort from the host's end of the link, and kube-proxy may hide it behind the node's address.
      airflowClients: [`${cluster.gatewayAddress}/32`, `${cluster.nodeAddress}/32`],
    },
  };
}

async function existingCluster(kube: KubeTarget, toolchain: Toolchain, written: SettingValues): Promise<Ground> {
  const kubectl = new Kubectl(toolchain.path("kubectl"), kube);
  const postgres = await onDefaultClass(kubectl, written["postgres"]);
  return { kube, settings: { ...written, cluster: { kind: "existing", ...kube }, postgres } };
}

interface StorageClassList {
  items: { metadata: { name: string; annotations?: Record<string, string> } }[];
}

/**
 * The setting `postgres` with the cluster's default StorageClass in place of a directory on the node: minikube, kind and Docker Desktop bring such a
 * class, and the directory would have to be made by hand. A class that is named stays.
 */
async function onDefaultClass(kubectl: Kubectl, postgres: unknown): Promise<unknown> {
  const { storage } = (postgres ?? {}) as { storage?: { kind?: string; size?: string } };
  if (storage?.kind !== "local") return postgres;
  const { items } = await kubectl.json<StorageClassList>(["get", "storageclasses"]);
  const standard = items.find(
    ({ metadata }) => metadata.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true",
  );
  if (!standard) return postgres;
  return { ...(postgres as object), storage: { kind: "class", className: standard.metadata.name, size: storage.size } };
}

/**
 * The cluster of a platform that is already up.
 *
 * @throws Error that says how to bring it up
 */
export function groundOf(target: Target): KubeTarget {
  if (target.kind === "context") return target.kube;
  const cluster = findCluster(target.name);
  if (!cluster) throw new Error(`There is no built-in cluster "${target.name}" running: npm run up starts it.`);
  return cluster;
}
