/** Which cluster a command works on: the built-in one of this checkout, or an existing one named by `--context`. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { parse } from "yaml";

import { clusterState } from "./cluster/identity.js";
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

/** @throws Error when the name cannot be one, or when no kubeconfig has the context */
export function findTarget({ context, name = "local" }: TargetOptions): Target {
  if (context === undefined) return { kind: "built-in", name, stateDir: clusterState(name) };
  const kubeconfig = kubeconfigWith(context);
  return { kind: "context", name: context, stateDir: contextState(kubeconfig, context), kube: { kubeconfig, context } };
}

/** The first of the user's kubeconfig files that has the context. */
function kubeconfigWith(context: string): string {
  const files = (process.env["KUBECONFIG"] || join(homedir(), ".kube", "config")).split(":").filter(existsSync);
  if (files.length === 0) {
    throw new Error(`--context ${context}: there is no kubeconfig; set KUBECONFIG to the file that has this context.`);
  }
  const found = files.find((file) => contextsOf(file).includes(context));
  if (found !== undefined) return found;
  const known = files.flatMap(contextsOf).join(", ") || "none";
  throw new Error(`--context ${context}: no such context in ${files.join(", ")}; it has: ${known}.`);
}

function contextsOf(file: string): string[] {
  const { contexts } = (parse(readFileSync(file, "utf8")) ?? {}) as { contexts?: { name: string }[] | null };
  return (contexts ?? []).map(({ name }) => name);
}

/** Two kubeconfigs may each have a context of the same name. The dot keeps these apart from built-in clusters, whose names have none. */
function contextState(kubeconfig: string, context: string): string {
  const hash = createHash("sha256").update(`${kubeconfig}\0${context}`).digest("hex").slice(0, 8);
  return stateHome(`context.${context.replace(/[^A-Za-z0-9-]+/g, "-")}.${hash}`);
}

/** The options that lead to this target again, for commands that a message tells the user to type. */
export function targetFlags(target: Target): string {
  if (target.kind === "context") return ` --context ${target.name}`;
  return target.name === "local" ? "" : ` --name ${target.name}`;
}
