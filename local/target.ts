/** Which cluster a command works on: the built-in one of this checkout, or an existing one named by `--context`. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import type { KubeTarget } from "./kubectl.js";
import { stateHome } from "./paths.js";

/** Options that every command takes. */
export interface TargetOptions {
  /** Context of an existing cluster, in KUBECONFIG or ~/.kube/config. Default: the built-in cluster. */
  readonly context?: string | undefined;
  /** Name of the built-in cluster. Default: `local`. Another name is another cluster with its own state. */
  readonly name?: string | undefined;
}

export type Target =
  | { readonly kind: "built-in"; readonly name: string; readonly stateDir: string }
  | { readonly kind: "context"; readonly name: string; readonly stateDir: string; readonly kube: KubeTarget };

export function findTarget({ context, name = "local" }: TargetOptions): Target {
  if (context === undefined) return { kind: "built-in", name, stateDir: stateHome(name) };
  const kubeconfig = (process.env["KUBECONFIG"] ?? join(homedir(), ".kube", "config")).split(":")[0] ?? "";
  if (!existsSync(kubeconfig)) {
    throw new Error(
      `--context ${context}: there is no kubeconfig at ${kubeconfig}; set KUBECONFIG to the file that has this context.`,
    );
  }
  const directory = `context-${context.replace(/[^A-Za-z0-9.-]+/g, "-")}`;
  return { kind: "context", name: context, stateDir: stateHome(directory), kube: { kubeconfig, context } };
}

/** The options that lead to this target again, for commands that a message tells the user to type. */
export function targetFlags(target: Target): string {
  if (target.kind === "context") return ` --context ${target.name}`;
  return target.name === "local" ? "" : ` --name ${target.name}`;
}
