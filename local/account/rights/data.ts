import { document, type PolicyDocument, type Statement } from "../documents.js";
import { arn, STATE_KEY, stateBucket } from "../names.js";
import type { CheckedAccount } from "../stack-account.js";
import { inRegion } from "./region.js";

/** What holds data: keys, the database with its password, buckets. Their configuration only, never what is in them. */
export function dataRights(stack: CheckedAccount): PolicyDocument {
  return document(...keys(stack), database(stack), ...databasePassword(stack), ...buckets(stack));
}

function keys(stack: CheckedAccount): Statement[] {
  const { region, cluster } = stack;
  const anyKey = arn(stack, "kms", region, "key/*");
  return [
    inRegion(stack, "ListKeys", ["kms:CreateKey", "kms:ListAliases"]),
    {
      Sid: "ChangeKeys",
      Effect: "Allow",
      Action: [
        "kms:CancelKeyDeletion",
        "kms:CreateAlias",
        "kms:CreateGrant",
        "kms:DeleteAlias",
        "kms:DescribeKey",
        "kms:EnableKeyRotation",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
      ],
      Resource: [anyKey, arn(stack, "kms", region, `alias/${cluster}*`)],
    },
    {
      Sid: "NotTheStateKey",
      Effect: "Deny",
      Action: [
        "kms:CreateAlias",
        "kms:CreateGrant",
        "kms:DeleteAlias",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:UpdateAlias",
      ],
      Resource: anyKey,
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": STATE_KEY } },
    },
  ];
}

function database(stack: CheckedAccount): Statement {
  const { region, cluster } = stack;
  return {
    Sid: "ChangeDatabase",
    Effect: "Allow",
    Action: [
      "rds:AddTagsToResource",
      "rds:CreateDBInstance",
      "rds:CreateDBParameterGroup",
      "rds:CreateDBSnapshot",
      "rds:CreateDBSubnetGroup",
      "rds:DeleteDBInstance",
      "rds:DeleteDBParameterGroup",
      "rds:DeleteDBSubnetGroup",
      "rds:Describe*",
      "rds:ListTagsForResource",
      "rds:ModifyDBInstance",
      "rds:ModifyDBParameterGroup",
      "rds:ModifyDBSubnetGroup",
      "rds:RemoveTagsFromResource",
      "rds:ResetDBParameterGroup",
    ],
    // The groups have names of Pulumi's own making, after the database's name in the program.
    Resource: [`db:${cluster}-*`, `snapshot:${cluster}-*`, "pg:postgres-*", "subgrp:postgres-*"].map((name) =>
      arn(stack, "rds", region, name),
    ),
  };
}

/** RDS makes the password and keeps it, with the rights of whoever makes the database; the program reads it to set up users. */
function databasePassword(stack: CheckedAccount): Statement[] {
  const { region } = stack;
  return [
    {
      Sid: "KeepThePassword",
      Effect: "Allow",
      Action: [
        "secretsmanager:CreateSecret",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:RotateSecret",
        "secretsmanager:TagResource",
      ],
      Resource: arn(stack, "secretsmanager", region, "secret:rds!db-*"),
    },
    {
      Sid: "EncryptThePassword",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: arn(stack, "kms", region, "key/*"),
      Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
    },
  ];
}

function buckets(stack: CheckedAccount): Statement[] {
  const bucket = (name: string): string => `arn:${stack.partition}:s3:::${name}`;
  return [
    {
      Sid: "ChangeBuckets",
      Effect: "Allow",
      Action: [
        "s3:CreateBucket",
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:GetAccelerateConfiguration",
        "s3:GetBucket*",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListBucket",
        "s3:ListTagsForResource",
        "s3:PutBucketLogging",
        "s3:PutBucketOwnershipControls",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketTagging",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:TagResource",
        "s3:UntagResource",
      ],
      Resource: [`${stack.cluster}-*`, ...stack.buckets].map(bucket),
    },
    {
      // A cluster may have a name that the state bucket's own starts with.
      Sid: "NotTheStateBucket",
      Effect: "Deny",
      Action: ["s3:DeleteBucket*", "s3:PutBucket*", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"],
      Resource: bucket(stateBucket(stack)),
    },
  ];
}
