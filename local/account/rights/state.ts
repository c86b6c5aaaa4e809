import { PROJECT } from "../../../vocabulary.js";
import { document, type PolicyDocument } from "../documents.js";
import { arn, REGISTRY_PROJECT, registryStack, STATE_KEY, stateBucket } from "../names.js";
import type { CheckedAccount } from "../stack-account.js";

/** The stack's own state and that of the registry: no other stack's, although all of them share bucket and key. */
export function stateRights(stack: CheckedAccount): PolicyDocument {
  const bucket = `arn:${stack.partition}:s3:::${stateBucket(stack)}`;
  const files = [...stateFiles(PROJECT, stack.stack), ...stateFiles(REGISTRY_PROJECT, registryStack(stack))];
  return document(
    { Sid: "FindState", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
    { Sid: "ReadBackend", Effect: "Allow", Action: "s3:GetObject", Resource: `${bucket}/.pulumi/meta.yaml` },
    {
      Sid: "KeepState",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: files.map((file) => `${bucket}/.pulumi/${file}`),
    },
    {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: arn(stack, "kms", stack.region, "key/*"),
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": STATE_KEY } },
    },
  );
}

/** Where Pulumi keeps a stack in a bucket, as seen in its requests. */
function stateFiles(project: string, stack: string): string[] {
  return [
    `stacks/${project}/${stack}.json*`,
    `stacks/${project}/${stack}.pulumi-tags`,
    `backups/${project}/${stack}/*`,
    `history/${project}/${stack}/*`,
    `locks/organization/${project}/${stack}/*`,
  ];
}
