/** Add-ons of EKS as the component registers them. */
import type { ResolveConflictsOnCreate, ResolveConflictsOnUpdate } from "@pulumi/eks/types/enums/index.js";
import * as pulumi from "@pulumi/pulumi";

import { eks } from "./sdk.js";

export interface AddonOptions {
  readonly version?: pulumi.Input<string> | undefined;
  readonly configurationValues?: pulumi.Input<Record<string, unknown>> | undefined;
  readonly resolveConflictsOnCreate?: ResolveConflictsOnCreate | undefined;
  readonly resolveConflictsOnUpdate?: ResolveConflictsOnUpdate | undefined;
  readonly serviceAccountRoleArn?: pulumi.Input<string> | undefined;
}

export interface AddonCluster {
  readonly name: pulumi.Input<string>;
  readonly version: pulumi.Input<string>;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** An add-on that stays in the cluster when it is removed from the program, and wins over what is there. */
export function createAddon(
  name: string,
  addonName: string,
  { name: clusterName, version, tags }: AddonCluster,
  options: AddonOptions,
  parent: pulumi.Resource,
) {
  const newest = () =>
    eks.getAddonVersionOutput({ addonName, kubernetesVersion: version, mostRecent: true }, { parent }).version;
  return new eks.Addon(
    name,
    {
      ...{ clusterName, addonName, preserve: true },
      addonVersion: options.version ?? newest(),
      resolveConflictsOnCreate: options.resolveConflictsOnCreate ?? "OVERWRITE",
      resolveConflictsOnUpdate: options.resolveConflictsOnUpdate ?? "OVERWRITE",
      tags,
      serviceAccountRoleArn: options.serviceAccountRoleArn,
      configurationValues:
        options.configurationValues && pulumi.jsonStringify(options.configurationValues, withSortedKeys),
    },
    { parent },
  );
}

/** One order of keys, whatever the order in the program. */
function withSortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
