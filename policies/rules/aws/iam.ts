import { AWS } from "../../model/aws";
import {
  type Statement,
  elements,
  hasNoResource,
  isAnybody,
  isBroadManagedPolicy,
  isConditional,
  isEveryAction,
  isEveryResource,
  statements,
} from "../../model/iam";
import type { Resource, Stack } from "../../model/resource";
import { UNKNOWN, type Value, at, hasUnknown, listAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const iamNoWildcard: Rule = {
  name: "iam-no-wildcard",
  level: "mandatory",
  description:
    "IAM policies name their actions and resources, trust and resource policies name who may, and no role has AWS's administrator or full-access policies.",
  why: "A Spark job runs code from many hands with the role of its service account: what a wildcard allows, each of them may do to every other team's data.",
  fix: 'List the actions that the work needs and the ARNs it needs them on. `Resource: "*"` is for actions that have no resource, in a statement of their own; a principal `*` needs a condition.',
  judge: (resource) => [...documents(resource), ...attached(resource)],
  conclude: (stack) => [...stack.resources.values()].flatMap((resource) => unknownAttached(resource, stack)),
};

type Judge = (resource: Resource, document: string, statement: Statement) => readonly Finding[];

/** Policies of a resource, of which `*` in `Resource` means that resource and nothing else. */
const ON_RESOURCE: readonly string[] = [
  AWS.bucket,
  AWS.bucketV2,
  "aws:ecr/repositoryPolicy:RepositoryPolicy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy",
  "aws:kms/key:Key",
  "aws:kms/keyPolicy:KeyPolicy",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:secretsmanager/secret:Secret",
  "aws:secretsmanager/secretPolicy:SecretPolicy",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sqs/queuePolicy:QueuePolicy",
];

const OF_IDENTITY: readonly string[] = [
  AWS.iamPolicy,
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
];

function documents(resource: Resource): readonly Finding[] {
  const { type, inputs } = resource;
  if (OF_IDENTITY.includes(type)) return document(resource, "policy", at(inputs, "policy"), permissions);
  if (ON_RESOURCE.includes(type)) return document(resource, "policy", at(inputs, "policy"), principals);
  if (type !== AWS.iamRole) return [];
  return [
    ...document(resource, "assumeRolePolicy", at(inputs, "assumeRolePolicy"), principals),
    ...listAt(inputs, "inlinePolicies").flatMap((inline, index) =>
      document(resource, `inlinePolicies[${index}].policy`, at(inline, "policy"), permissions),
    ),
  ];
}

function document(resource: Resource, place: string, value: Value | undefined, judge: Judge): readonly Finding[] {
  if (value === undefined) return [];
  if (value === UNKNOWN) return [unknown(resource, place)];
  const all = statements(value);
  if (all === undefined) return [violation(resource, `${place} is no JSON, so that nobody can judge it`)];
  return all.flatMap((statement) => allowing(resource, place, statement, judge));
}

/** Only statements that allow something are judged. */
function allowing(resource: Resource, place: string, statement: Statement, judge: Judge): readonly Finding[] {
  const effect = at(statement.value, "Effect");
  const where = `${place} ${statement.place}`;
  if (effect === UNKNOWN) return [unknown(resource, where)];
  return effect === "Allow" ? judge(resource, where, statement) : [];
}

const permissions: Judge = (resource, where, { value }) => [
  ...negated(resource, where, value, ["NotAction", "NotResource"]),
  ...actions(resource, where, value),
  ...resources(resource, where, value),
];

const principals: Judge = (resource, where, { value }) => [
  ...negated(resource, where, value, ["NotPrincipal"]),
  ...openTo(resource, where, value),
];

function negated(resource: Resource, where: string, statement: Value, names: readonly string[]): readonly Finding[] {
  return names
    .filter((name) => at(statement, name) !== undefined)
    .map((name) => violation(resource, `${where} allows all but what ${name} lists`));
}

function actions(resource: Resource, where: string, statement: Value): readonly Finding[] {
  return elements(statement, "Action").flatMap((action) => {
    if (action === UNKNOWN) return [unknown(resource, `${where} Action`)];
    return isEveryAction(action) ? [violation(resource, `${where} allows the action ${JSON.stringify(action)}`)] : [];
  });
}

function resources(resource: Resource, where: string, statement: Value): readonly Finding[] {
  const limitable = elements(statement, "Action").filter((action) => !hasNoResource(action));
  if (limitable.length === 0) return [];
  return elements(statement, "Resource").flatMap((one) => {
    if (one === UNKNOWN) return [unknown(resource, `${where} Resource`)];
    if (!isEveryResource(one)) return [];
    const named = limitable.map((action) => (action === UNKNOWN ? "an action" : JSON.stringify(action))).join(", ");
    return [violation(resource, `${where} allows ${named} on the resource ${JSON.stringify(one)}`)];
  });
}

function openTo(resource: Resource, where: string, statement: Value): readonly Finding[] {
  const among = elements(statement, "Principal");
  if (!among.some(isAnybody)) return among.some(hasUnknown) ? [unknown(resource, `${where} Principal`)] : [];
  const conditional = isConditional(statement);
  if (conditional === UNKNOWN) return [unknown(resource, `${where} Condition`)];
  return conditional ? [] : [violation(resource, `${where} allows anybody: the principal is "*", without a condition`)];
}

/** Where resources name policies that are attached. */
const ATTACHED: Readonly<Record<string, string>> = {
  [AWS.iamRole]: "managedPolicyArns",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
};

function attached(resource: Resource): readonly Finding[] {
  const property = ATTACHED[resource.type];
  if (property === undefined) return [];
  const broad = elements(resource.inputs, property).filter(isBroadManagedPolicy);
  return broad.map((arn) => violation(resource, `${property} holds ${JSON.stringify(arn)}`));
}

/** An ARN that is not known yet is that of a policy which the stack makes, and which is judged itself, or anybody's. */
function unknownAttached(resource: Resource, stack: Stack): readonly Finding[] {
  const property = ATTACHED[resource.type];
  if (property === undefined || !elements(resource.inputs, property).includes(UNKNOWN)) return [];
  const ownPolicy = stack.dependencies(resource, property).some(({ type }) => type === AWS.iamPolicy);
  return ownPolicy ? [] : [unknown(resource, property)];
}
