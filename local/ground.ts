/** The cluster below the platform, ready to take it, with the settings that only it can know. */
import { type ClusterHandle, findCluster, startCluster } from "./cluster/index.js";
import { foreignSettings } from "./foreign-cluster.js";
import { ensureImages } from "./images.js";
import { Kubectl, type KubeTarget } from "./kubectl.js";
import type { SettingValues } from "./settings-file.js";
import { sideBySide, type Step, step } from "./steps.js";
import type { Target } from "./target.js";
import { ensureToolchain, platformPrograms, type Toolchain } from "./toolchain.js";

export interface Ground {
  readonly toolchain: Toolchain;
  readonly kube: KubeTarget;
  /** Settings that take the place of the written ones. */
  readonly overrides: SettingValues;
  /** Address at which NodePorts answer, if it is known to be reachable from here. */
  readonly nodeAddress?: string;
}

/** Makes whatever of it is missing; from cold this is nearly all of the time that `up` takes. */
export function prepareGround(target: Target, written: SettingValues): Promise<Ground> {
  return target.kind === "context" ? foreignGround(target, written) : builtInGround(target.name);
}

async function foreignGround(
  { kube, name }: Extract<Target, { kind: "context" }>,
  written: SettingValues,
): Promise<Ground> {
  const [toolchain] = await sideBySide(toolchainStep("context"));
  const kubectl = new Kubectl(toolchain.path("kubectl"), kube);
  const overrides = await step(`Look at cluster ${name}`, () => foreignSettings(kubectl, kube, written));
  return { toolchain, kube, overrides };
}

async function builtInGround(name: string): Promise<Ground> {
  // Images wait for downloads and programs for the compiler: side by side they take less time than one after the other.
  const [toolchain, images] = await sideBySide(toolchainStep("built-in"), {
    title: "Build the images",
    work: ensureImages,
  });
  const cluster = await step("Start the built-in cluster", (report) => startCluster({ name }, toolchain, report));
  await step("Load the images", async (report) => {
    for (const [name, { archive, reference }] of Object.entries(images)) {
      report(name);
      await cluster.loadImage(archive, reference);
    }
  });
  const references = Object.fromEntries(Object.entries(images).map(([name, { reference }]) => [name, reference]));
  return {
    toolchain,
    kube: cluster,
    overrides: builtInSettings(cluster, references),
    nodeAddress: cluster.nodeAddress,
  };
}

function toolchainStep(kind: Target["kind"]): Step<Toolchain> {
  return {
    title: "Find or build the toolchain",
    work: (report) => ensureToolchain(platformPrograms(kind), report),
  };
}

function builtInSettings(cluster: ClusterHandle, images: Record<string, string>): SettingValues {
  return {
    cluster: { kind: "existing", kubeconfig: cluster.kubeconfig, context: cluster.context },
    images,
    network: {
      apiServer: cluster.apiServer,
      // CoreDNS runs on the node itself, so no pod selector finds it.
      dnsCidrs: [`${cluster.nodeAddress}/32`],
      // A browser on this machine reaches the NodePort from the host's end of the link.
      airflowClients: [`${cluster.gatewayAddress}/32`],
    },
  };
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
