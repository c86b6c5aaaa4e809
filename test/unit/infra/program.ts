/** Runs the whole program of a stack against mocks and tells what it registered. */
import * as pulumi from "@pulumi/pulumi";

import { SAME_NODES } from "../../../components/placement.js";
import type { Cluster } from "../../../infra/cluster.js";
import { connectCluster } from "../../../infra/existing-cluster.js";
import { stackOutputs, type StackOutputs } from "../../../infra/outputs.js";
import { createPlatform } from "../../../infra/platform.js";
import type { Settings } from "../../../infra/settings.js";

/** One resource. Values that were generated are told apart by their text, `generated <name>`. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** `type name`, or `stack`. */
  readonly parent: string;
  readonly dependsOn: readonly string[];
  /** Name of the explicit provider of a custom resource; empty when the ambient default would be used. */
  readonly provider: string;
  readonly protect: boolean;
  /** Inputs without what they keep secret. */
  readonly visible: string;
  /** Inputs as they are. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Marks of a secret on the wire between SDK and engine. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** @param changes what the cluster has besides, or instead of, what an existing one has. Called within the program. */
export async function runProgram(
  settings: Settings,
  changes: () => Partial<Cluster> = () => ({}),
): Promise<{ resources: Registered[]; outputs: StackOutputs }> {
  const mocked = new Map<string, pulumi.runtime.MockResourceArgs>();
  await pulumi.runtime.setMocks({
    newResource: (args) => {
      mocked.set(`${args.type} ${args.name}`, args);
      const state = args.inputs as Record<string, unknown>;
      const value = args.type.endsWith(":GeneratedSecret") ? { value: pulumi.secret(`generated ${args.name}`) } : {};
      return { id: `${args.name}-id`, state: { ...state, ...value } };
    },
    call: ({ inputs }) => inputs as Record<string, unknown>,
  });
  const seen: pulumi.ResourceTransformationArgs[] = [];
  const outputs = await inStack(() => {
    pulumi.runtime.registerStackTransformation((args) => {
      seen.push(args);
      return undefined;
    });
    const cluster = { ...existingCluster(settings), ...changes() };
    return stackOutputs(settings, cluster, createPlatform(settings, cluster));
  });
  await Promise.all(seen.map(({ resource }) => new Promise((resolve) => resource.urn.apply(resolve))));
  return { resources: seen.map((args) => describe(args, seen, mocked)), outputs };
}

function existingCluster({ cluster, network }: Settings): Cluster {
  if (cluster.kind !== "existing") throw new Error("only existing clusters are connected to here");
  return { provider: connectCluster(cluster), placements: SAME_NODES, apiServer: network.apiServer, dnsCidrs: [] };
}

/** The program's own answer: what `runInPulumiStack` answers with has lost what is secret. */
async function inStack<Result>(program: () => Result): Promise<Result> {
  return new Promise((resolve, reject) => {
    const run = () => {
      const result = program();
      resolve(result);
      return Promise.resolve(result);
    };
    pulumi.runtime.runInPulumiStack(run).catch(reject);
  });
}

function describe(
  { type, name, opts }: pulumi.ResourceTransformationArgs,
  all: readonly pulumi.ResourceTransformationArgs[],
  mocked: ReadonlyMap<string, pulumi.runtime.MockResourceArgs>,
): Registered {
  const label = (resource: unknown) => {
    const found = all.find((other) => other.resource === resource);
    return found === undefined ? "stack" : `${shortType(found.type)} ${found.name}`;
  };
  const args = mocked.get(`${type} ${name}`);
  return {
    type: shortType(type),
    name,
    parent: label(opts.parent),
    dependsOn: ([opts.dependsOn ?? []].flat() as unknown[]).map(label),
    provider: args?.provider?.split("::").at(-2) ?? "",
    protect: opts.protect === true,
    visible: JSON.stringify(args?.inputs, (_, value: unknown) => (isSecret(value) ? "(secret)" : value)),
    inputs: args?.inputs as Record<string, unknown>,
  };
}

/** `kubernetes:core/v1:Secret` and `spark-platform:kubernetes:Airflow` by their last part, with the group where it is Kubernetes'. */
function shortType(type: string): string {
  return type.replace(/^spark-platform:kubernetes:|^kubernetes:|^pulumi-nodejs:dynamic\/spark-platform:/, "");
}

export function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && SIGNATURE in value && value[SIGNATURE] === SECRET;
}
