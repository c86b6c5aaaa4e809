/** What the checks of a platform know before they ask. */
import { type ClusterHandle, findCluster } from "../cluster/index.js";
import type { Kubectl, KubeTarget } from "../kubectl.js";
import { stackExists } from "../stack.js";
import { type Target, targetFlags } from "../target.js";
import type { Platform } from "./platform.js";

/** How to ask the cluster, and how the user would. */
export interface Way {
  readonly kubectl: Kubectl;
  /** Words with which a kubectl command for this cluster begins. */
  readonly typed: string;
}

/** Commands that a line tells the user to type. */
export interface Commands {
  readonly up: string;
  /** Brings back what somebody changed or removed in the cluster. */
  readonly repair: string;
  /** Tells why the last run of a job failed. */
  readonly doctor: (job: string) => string;
}

export interface World extends Way, Commands {
  readonly platform: Platform;
  /** Undefined on a cluster that somebody else runs. */
  readonly cluster: ClusterHandle | undefined;
}

export function commandsFor(target: Target): Commands {
  const flags = targetFlags(target);
  const common = flags && ` --${flags}`;
  // A stack of another backend is told by a placeholder: its cluster does not know the name.
  const stack = stackExists(target) ? flags : " --stack STACK";
  return {
    up: `npm run up${common}`,
    repair: `npm run pulumi --${stack} up --refresh --yes`,
    doctor: (job) => `npm run doctor -- ${job}${flags}`,
  };
}

/** The built-in cluster of the target, if its node runs. */
export function builtInOf(target: Target): ClusterHandle | undefined {
  return target.kind === "built-in" ? findCluster(target.name) : undefined;
}

/** The target's cluster, unless it is a built-in one that does not run. */
export function clusterOf(target: Target): KubeTarget | undefined {
  return target.kind === "context" ? target.kube : builtInOf(target);
}
