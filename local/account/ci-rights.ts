/** The rights of a role of CI: one managed policy a subject, since all together are longer than what IAM takes as inline policies of one role. */
import { isDeepStrictEqual } from "node:util";

import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";

import { ciPolicies } from "./ci-policies.js";
import { type PolicyDocument, readDocument } from "./documents.js";
import { arn, ciRole, type CiWork } from "./names.js";
import { type Change, MISSING_IN_IAM, unlessMissing } from "./part.js";
import type { CheckedAccount } from "./stack-account.js";

/** IAM keeps this many versions of a policy and refuses another. */
const VERSIONS = 5;

interface Right {
  readonly subject: string;
  readonly document: PolicyDocument;
  readonly RoleName: string;
  readonly PolicyName: string;
  readonly PolicyArn: string;
}

/** What gives a role that does not exist yet its rights. */
export function allRights(iam: IAMClient, stack: CheckedAccount, work: CiWork): Change[] {
  return rightsOf(stack, work).map((right) => give(iam, right));
}

/** What brings the rights of the role up to date. It is this command's own: what the product does not need is taken away. */
export async function rightsChanges(iam: IAMClient, stack: CheckedAccount, work: CiWork): Promise<Change[]> {
  const role = { RoleName: ciRole(stack.stack, work) };
  const rights = rightsOf(stack, work);
  const { AttachedPolicies: attached = [] } = await iam.send(new ListAttachedRolePoliciesCommand(role));
  const { PolicyNames: inline = [] } = await iam.send(new ListRolePoliciesCommand(role));
  const changes: Change[] = [];
  for (const right of rights) {
    const isAttached = attached.some(({ PolicyArn: found }) => found === right.PolicyArn);
    if (!isAttached || !(await isCurrent(iam, right))) changes.push(give(iam, right));
  }
  const foreign = attached.filter(({ PolicyArn: found }) => !rights.some(({ PolicyArn: own }) => own === found));
  const detachments = foreign.map(({ PolicyName = "", PolicyArn }) =>
    takeAway(PolicyName, () => iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn }))),
  );
  const deletions = inline.map((PolicyName) =>
    takeAway(PolicyName, () => iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName }))),
  );
  return [...changes, ...detachments, ...deletions];
}

const takeAway = (name: string, make: Change["make"]): Change => ({ what: `take away the rights of ${name}`, make });

function rightsOf(stack: CheckedAccount, work: CiWork): Right[] {
  const RoleName = ciRole(stack.stack, work);
  return Object.entries(ciPolicies(stack, work)).map(([subject, document]) => {
    const PolicyName = `${RoleName}-${subject}`;
    return { subject, document, RoleName, PolicyName, PolicyArn: arn(stack, "iam", "", `policy/${PolicyName}`) };
  });
}

function give(iam: IAMClient, right: Right): Change {
  return {
    what: `give the rights of ${right.subject}`,
    async make() {
      await write(iam, right);
      await iam.send(new AttachRolePolicyCommand({ RoleName: right.RoleName, PolicyArn: right.PolicyArn }));
    },
  };
}

async function write(iam: IAMClient, right: Right): Promise<void> {
  const { PolicyName, PolicyArn, document } = right;
  const PolicyDocument = JSON.stringify(document);
  if ((await find(iam, right)) === undefined) {
    await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  } else if (!(await isCurrent(iam, right))) {
    await makeRoom(iam, PolicyArn);
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
  }
}

async function isCurrent(iam: IAMClient, right: Right): Promise<boolean> {
  const VersionId = (await find(iam, right))?.DefaultVersionId;
  if (VersionId === undefined) return false;
  const get = new GetPolicyVersionCommand({ PolicyArn: right.PolicyArn, VersionId });
  const { PolicyVersion: version } = await iam.send(get);
  return isDeepStrictEqual(readDocument(version?.Document), right.document);
}

async function find(iam: IAMClient, { PolicyArn }: Right) {
  return (await unlessMissing(iam.send(new GetPolicyCommand({ PolicyArn })), MISSING_IN_IAM))?.Policy;
}

async function makeRoom(iam: IAMClient, PolicyArn: string): Promise<void> {
  const { Versions: versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  if (versions.length < VERSIONS) return;
  const age = ({ VersionId = "" }: { readonly VersionId?: string | undefined }): number => Number(VersionId.slice(1));
  const [oldest] = versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true).sort((a, b) => age(a) - age(b));
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: oldest?.VersionId }));
}
