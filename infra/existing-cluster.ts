/** A cluster that is already there, whoever made it: found by the name of its context. */

import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { type Problem, describeProblems } from "../components/problem";
import { closest } from "../spelling";
import type { ExistingSettings } from "./settings";

/**
 * Connects to the cluster of the settings.
 *
 * @throws pulumi.RunError when kubeconfig or context do not exist.
 */
export function connectCluster({ kubeconfig, context }: ExistingSettings): k8s.Provider {
  const file = kubeconfigFile(kubeconfig);
  return new k8s.Provider("cluster", {
    // Secret, since kubeconfig files hold tokens and client keys.
    kubeconfig: pulumi.secret(stringify(onlyContext(readKubeconfig(file), context, file))),
    context,
    // Else a new address or certificate of the API server would count as another cluster, and the whole platform would be made anew.
    clusterIdentifier: context,
    // Else Pulumi deletes and makes again each of them whose data changes; pods that read them at their start carry a hash that rolls them.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
}

/** Entries of a kubeconfig that matter here; everything else in them is handed on as it is. */
const kubeconfigSchema = z.looseObject({
  clusters: z.array(z.looseObject({ name: z.string(), cluster: z.looseObject({}) })).default([]),
  contexts: z
    .array(
      z.looseObject({ name: z.string(), context: z.looseObject({ cluster: z.string(), user: z.string().optional() }) }),
    )
    .default([]),
  users: z.array(z.looseObject({ name: z.string(), user: z.looseObject({}).nullish() })).default([]),
});

type Kubeconfig = z.output<typeof kubeconfigSchema>;

function kubeconfigFile(setting: string | undefined): string {
  const file = setting ?? process.env["KUBECONFIG"] ?? join(homedir(), ".kube", "config");
  if (existsSync(file)) return resolve(file);
  const origin = setting === undefined ? "from KUBECONFIG or its default, and " : "";
  throw wrongCluster({
    path: "cluster.kubeconfig",
    value: file,
    rule: `${origin}must be the path of one existing file`,
    fix: "write the path of a kubeconfig file, or start the built-in cluster with npm run up",
  });
}

function readKubeconfig(file: string): Kubeconfig {
  try {
    return kubeconfigSchema.parse(parse(readFileSync(file, "utf8")));
  } catch {
    // The parser's message would quote the file, which holds credentials.
    throw wrongCluster({
      path: "cluster.kubeconfig",
      value: file,
      rule: "must be a readable kubeconfig file",
      fix: "see what kubectl config view says about it",
    });
  }
}

/** The part of a kubeconfig that one context needs, so that no other cluster's credentials enter the state. */
function onlyContext({ clusters, contexts, users, ...rest }: Kubeconfig, name: string, file: string): Kubeconfig {
  const chosen = contexts.find((entry) => entry.name === name);
  if (chosen === undefined)
    throw missingContext(
      name,
      file,
      contexts.map((entry) => entry.name),
    );
  const directory = dirname(file);
  return {
    ...rest,
    "current-context": name,
    contexts: [withoutNamespace(chosen)],
    clusters: clusters
      .filter((entry) => entry.name === chosen.context.cluster)
      .map((entry) => ({ ...entry, cluster: absolutePaths(entry.cluster, directory) })),
    users: users
      .filter((entry) => entry.name === chosen.context.user)
      .map((entry) => ({ ...entry, user: absolutePaths(entry.user ?? {}, directory) })),
  };
}

/** Else the provider would write the namespace that a user happens to work in into every object that names none. */
function withoutNamespace({ name, context }: Kubeconfig["contexts"][number]): Kubeconfig["contexts"][number] {
  const { cluster, user } = context;
  return { name, context: { cluster, ...(user !== undefined && { user }) } };
}

function missingContext(name: string, file: string, names: readonly string[]): pulumi.RunError {
  const meant = closest(name, names);
  const choices = names.length === 0 ? "the file has no context" : `write one of ${names.join(", ")}`;
  return wrongCluster({
    path: "cluster.context",
    value: name,
    rule: `must be a context in ${file}`,
    fix: meant === undefined ? choices : `did you mean ${meant}?`,
  });
}

/** Files that a kubeconfig names are relative to it, but the provider only sees its content. */
function absolutePaths(entry: Record<string, unknown>, directory: string): Record<string, unknown> {
  const files = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [
      key,
      files.includes(key) && typeof value === "string" ? resolve(directory, value) : value,
    ]),
  );
}

function wrongCluster(problem: Problem): pulumi.RunError {
  return new pulumi.RunError(`The cluster cannot be reached with these settings\n${describeProblems([problem])}`);
}
