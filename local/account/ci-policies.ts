/**
 * What `pulumi preview` and `pulumi up` of one stack need, and CI therefore may: one policy a subject. Rights end at the account's region, and at the
 * name of the cluster, the stack's buckets or the project wherever AWS lets rights depend on names.
 *
 * Whoever may give roles to pods can give them any right, so the role is as mighty as the code that runs with it: it is the protection rules of the
 * GitHub environment that decide whose code that is. The role cannot change itself, nor the key and the bucket that hold the state.
 */
import type { PolicyDocument } from "./documents.js";
import { clusterRights } from "./rights/cluster.js";
import { dataRights } from "./rights/data.js";
import { networkRights } from "./rights/network.js";
import { registryRights } from "./rights/registry.js";
import { roleRights } from "./rights/roles.js";
import { stateRights } from "./rights/state.js";
import type { CheckedAccount } from "./stack-account.js";

/** Documents by subject. Each has to fit the 6,144 characters that IAM allows for a managed policy. */
export function ciPolicies(stack: CheckedAccount): Record<string, PolicyDocument> {
  return {
    state: stateRights(stack),
    registry: registryRights(stack),
    network: networkRights(stack),
    cluster: clusterRights(stack),
    roles: roleRights(stack),
    data: dataRights(stack),
  };
}
