/**
 * What `pulumi preview` and `pulumi up` of one stack need, and CI therefore may: one policy a subject. Rights end at the account's region, and at the
 * name of the cluster, the stack's buckets or the project wherever AWS lets rights depend on names.
 *
 * Whoever may give roles to pods can give them any right, so the role that applies changes is as mighty as the code that runs with it: it is the protection
 * rules of the GitHub environment that decide whose code that is. The role that previews runs code that nobody has read yet: it only looks, though it
 * has to read the secrets in the state. Neither can change itself, nor the key and the bucket that hold the state.
 */
import { document, type PolicyDocument, type Statement } from "./documents.js";
import type { CiWork } from "./names.js";
import { clusterRights } from "./rights/cluster.js";
import { dataRights } from "./rights/data.js";
import { networkRights } from "./rights/network.js";
import { registryRights } from "./rights/registry.js";
import { roleRights } from "./rights/roles.js";
import { stateRights } from "./rights/state.js";
import type { CheckedAccount } from "./stack-account.js";

type Documents = Record<string, PolicyDocument>;

/** Actions that change nothing. */
const LOOKS = /^[a-z0-9-]+:(BatchCheck|BatchGet|Decrypt$|Describe|Get|List)/;

/** Documents by subject. Each has to fit the 6,144 characters that IAM allows for a managed policy. */
export function ciPolicies(stack: CheckedAccount, work: CiWork): Documents {
  return work === "up" ? allRights(stack) : readRights(allRights(stack));
}

function allRights(stack: CheckedAccount): Documents {
  return {
    state: stateRights(stack),
    registry: registryRights(stack),
    network: networkRights(stack),
    cluster: clusterRights(stack),
    roles: roleRights(stack),
    data: dataRights(stack),
  };
}

function readRights(documents: Documents): Documents {
  const read = Object.entries(documents).map(([subject, { Statement: statements }]) => {
    return [subject, statements.flatMap(onlyLooking)] as const;
  });
  return Object.fromEntries(
    read
      .filter(([, statements]) => statements.length > 0)
      .map(([subject, statements]) => [subject, document(...statements)]),
  );
}

/** What is denied stays denied. */
function onlyLooking(statement: Statement): Statement[] {
  if (statement.Effect === "Deny") return [statement];
  const looks = [statement.Action].flat().filter((action) => LOOKS.test(action));
  return looks.length === 0 ? [] : [{ ...statement, Action: looks }];
}
