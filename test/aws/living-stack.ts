/** A stack that tests bring up, change and take down again on simulated AWS, with pods on its nodes. */
import type { Kubectl } from "../../local/kubectl.js";
import { LABELS, PROJECT } from "../../vocabulary.js";
import type { Workspace } from "../engine/workspace.js";
import { SimulatedKubernetes } from "./kubernetes/index.js";
import { KUBECONFIG_VARIABLE } from "./providers/eks/kubeconfig.js";
import type { World } from "./providers/world.js";
import { simulatedAws } from "./simulated-aws.js";
import { settingsOf, stackOnAws, type StackName, type StackSettings } from "./stack-on-aws.js";

/** What an `up` or `destroy` printed when it succeeded. */
export interface Change {
  readonly output: string;
  /** Lines of Pulumi's summary, for example `~ 1 updated`. */
  readonly summary: readonly string[];
}

export class LivingStack {
  private constructor(
    /** As committed. */
    readonly settings: StackSettings,
    readonly workspace: Workspace,
    readonly world: World,
    private readonly kubernetes: SimulatedKubernetes,
  ) {}

  static async start(stack: StackName): Promise<LivingStack> {
    const aws = simulatedAws();
    const kubernetes = await SimulatedKubernetes.start(aws.world);
    const workspace = await stackOnAws(stack, aws, { [KUBECONFIG_VARIABLE]: kubernetes.kubeconfig });
    return new LivingStack(settingsOf(stack), workspace, aws.world, kubernetes);
  }

  get kubectl(): Kubectl {
    return this.kubernetes.kubectl;
  }

  /** @throws Error with all that Pulumi printed when it fails. */
  async change(command: "up" | "destroy", settings?: StackSettings): Promise<Change> {
    if (settings !== undefined) this.workspace.writeSettings(settings);
    const { exitCode, output } = await this.workspace.change(command);
    if (exitCode !== 0) throw new Error(output);
    const [, lines = ""] = /^Resources:\n((?: +.*\n)+)/m.exec(output) ?? [];
    return { output, summary: lines.trim().split(/\n */) };
  }

  /** Kind and name of everything of the platform in the cluster, volumes included. */
  async objects(): Promise<string[]> {
    const kinds = ["all", ...["configmaps", "secrets", "serviceaccounts", "roles", "rolebindings"]];
    const others = [
      "networkpolicies",
      "persistentvolumeclaims",
      "storageclasses",
      "nodepools",
      "nodeclasses",
      "namespaces",
    ];
    const selector = `${LABELS.partOf}=${PROJECT}`;
    const ours = await this.kubectl.text(["get", [...kinds, ...others].join(), "-A", "-l", selector, "-o", "name"]);
    const volumes = await this.kubectl.text(["get", "persistentvolumes", "-o", "name"]);
    return [ours, volumes].flatMap((lines) => lines.split("\n")).filter(Boolean);
  }

  async end(): Promise<void> {
    this.workspace.remove();
    await this.kubernetes.stop();
    this.world.end();
  }
}

/** The settings with which `destroy` is not refused. */
export function unprotected(settings: StackSettings): StackSettings {
  const buckets = Object.entries(settings.buckets ?? {}).map(([key, bucket]) => [
    key,
    bucket.kind === "new" ? { ...bucket, protect: false } : bucket,
  ]);
  return {
    ...settings,
    cluster: { ...settings.cluster, protect: false },
    postgres: { ...settings.postgres, protect: false },
    buckets: Object.fromEntries(buckets) as NonNullable<StackSettings["buckets"]>,
  };
}
