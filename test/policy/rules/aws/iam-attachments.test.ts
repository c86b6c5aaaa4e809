import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { aws, policyDocument } from "../../aws-objects.js";
import { UNKNOWN } from "../../objects.js";
import { type Program, refuses } from "../../verdict.js";

const RULE = "iam-no-wildcard";
const READ = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::data/*"] };

const only = (type: string, inputs: Value): Program => ({ resources: [aws(type, inputs, { name: "it" })] });

const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const WORKER = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
for (const [type, property, many] of [
  ["aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "policyArn", false],
  ["aws:iam/policyAttachment:PolicyAttachment", "policyArn", false],
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn", false],
  ["aws:iam/userPolicyAttachment:UserPolicyAttachment", "policyArn", false],
  ["aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive", "policyArns", true],
  ["aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "policyArns", true],
  ["aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", "policyArns", true],
  ["aws:iam/role:Role", "managedPolicyArns", true],
] as const) {
  const attached = (arn: Value): Program => only(type, { [property]: many ? [WORKER, arn] : arn });
  test(
    `${type} takes no policy of AWS that allows everything`,
    refuses,
    attached(ADMINISTRATOR),
    [`${RULE} it: ${property} holds "${ADMINISTRATOR}"`],
    attached(WORKER),
  );
  const policy = aws("aws:iam/policy:Policy", { policy: policyDocument(READ) });
  const topic = aws("aws:sns/topic:Topic", {});
  test(
    `${type} with a policy that is not known yet waits, unless the stack makes it`,
    refuses,
    { resources: [...attached(UNKNOWN).resources, topic], dependencies: { [`it.${property}`]: ["topic"] } },
    [`later it: ${property} is not known yet`],
    {
      resources: [...attached(UNKNOWN).resources, policy, topic],
      dependencies: { [`it.${property}`]: ["topic", "policy"] },
    },
  );
}
