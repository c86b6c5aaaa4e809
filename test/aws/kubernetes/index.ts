/**
 * A Kubernetes without machines that stands for the cluster of simulated AWS: a real control plane, started empty on the loopback, and nodes as AWS' node
 * pools want them. Pods are Ready at once whatever their image, Jobs succeed, claims are bound; nothing runs. It is of Kubernetes 1.34, whatever version the
 * cluster in AWS has.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Kubectl } from "../../../local/kubectl.js";
import { ensureToolchain, type Toolchain } from "../../../local/toolchain.js";
import { World } from "../providers/world.js";
import type { Api } from "./api.js";
import { CONTEXT, CONTROL_PLANE_PROGRAMS, kubeconfigPath, startControlPlane } from "./control-plane.js";
import { installCustomResources } from "./custom-resources.js";
import { nodeGroupNodes } from "./node-groups.js";
import { NodePools } from "./node-pools.js";
import { reconcileNodes } from "./nodes.js";
import { Processes } from "./processes.js";
import { stagesFile } from "./stages.js";
import { reconcileVolumes } from "./volumes.js";

/** Pause between two looks at pools and claims. */
const PERIOD_MS = 300;

export class SimulatedKubernetes {
  private stopping = false;
  private readonly loop: Promise<void>;

  private constructor(
    private readonly directory: string,
    /** Path of the administrator's kubeconfig. */
    readonly kubeconfig: string,
    readonly kubectl: Kubectl,
    private readonly processes: Processes,
    private readonly api: Api,
    world: World,
  ) {
    this.loop = this.play(world);
  }

  /** Starts it; it ends with this process at the latest. Takes some ten seconds on two cores. */
  static async start(world: World): Promise<SimulatedKubernetes> {
    const toolchain = await ensureToolchain([...CONTROL_PLANE_PROGRAMS, "kwok", "kubectl"], () => undefined);
    const directory = mkdtempSync(join(tmpdir(), "spark-platform-kubernetes-"));
    const processes = new Processes(directory);
    const api = await startControlPlane(directory, toolchain, processes);
    await installCustomResources(api);
    startKwok(directory, toolchain, processes);
    const kubeconfig = kubeconfigPath(directory, "admin");
    const kubectl = new Kubectl(toolchain.path("kubectl"), { kubeconfig, context: CONTEXT });
    return new SimulatedKubernetes(directory, kubeconfig, kubectl, processes, api, world);
  }

  /** @throws Error when something of it had failed before. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.loop.finally(async () => {
      this.api.close();
      await this.processes.stop();
    });
    rmSync(this.directory, { recursive: true });
  }

  private async play(world: World): Promise<void> {
    const pools = new NodePools(this.api);
    while (!this.stopping) {
      this.processes.mustRun();
      await reconcileNodes(this.api, [...nodeGroupNodes(world), ...(await pools.nodes())]);
      await reconcileVolumes(this.api);
      await sleep(PERIOD_MS);
    }
  }
}

function startKwok(directory: string, toolchain: Toolchain, processes: Processes): void {
  const stages = join(directory, "stages.yaml");
  writeFileSync(stages, stagesFile());
  processes.start("kwok", toolchain.path("kwok"), {
    kubeconfig: kubeconfigPath(directory, "admin"),
    config: stages,
    "manage-all-nodes": "true",
    "node-lease-duration-seconds": "40",
  });
}
