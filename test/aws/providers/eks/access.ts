/** Who may use the Kubernetes API of a cluster. */
import type { AccessEntryArgs } from "@pulumi/eks/types/input.js";
import * as pulumi from "@pulumi/pulumi";

import { eks } from "./sdk.js";

/** One entry for each key, and one association for each of its policies. */
export function createAccessEntries(
  name: string,
  clusterName: pulumi.Input<string>,
  entries: Readonly<Record<string, AccessEntryArgs>>,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return Object.entries(entries).map(([key, entry]) => {
    const { accessPolicies = {}, username, principalArn, ...rest } = entry;
    const args = { ...rest, principalArn, clusterName, userName: username };
    const made = new eks.AccessEntry(`${name}-${key}`, args, options);
    for (const [policy, association] of Object.entries(accessPolicies)) {
      const { policyArn, accessScope } = pulumi.output(association);
      new eks.AccessPolicyAssociation(
        `${name}-${key}-${policy}`,
        { clusterName, principalArn, policyArn, accessScope },
        { ...options, parent: made, dependsOn: [made] },
      );
    }
    return made;
  });
}
