import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { type AwsPlace, policyDocument } from "./iam-document";

export interface EksKeyArgs extends AwsPlace {
  readonly clusterName: string;
  /** Whether Pulumi refuses to delete it: what it encrypted is lost with it. */
  readonly protect: boolean;
}

/** Days in which a deletion can be taken back; AWS has no more. */
const DELETION_WINDOW = 30;

/**
 * The KMS key under which EKS encrypts Secrets. Its policy leaves it to IAM who may use it: EKS gets a grant from whoever makes the cluster. Source: KMS
 * developer guide, "Default key policy".
 */
export function eksKey(name: string, args: EksKeyArgs, parent: pulumi.Resource): aws.kms.Key {
  const { clusterName, protect } = args;
  const key = new aws.kms.Key(
    name,
    {
      description: `Secrets of the EKS cluster ${clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW,
      policy: JSON.stringify(accountOnly(args)),
      tags: { Name: clusterName },
    },
    { parent, protect },
  );
  new aws.kms.Alias(name, { name: `alias/${clusterName}`, targetKeyId: key.id }, { parent });
  return key;
}

function accountOnly({ partition, accountId }: AwsPlace) {
  return policyDocument([
    {
      Sid: "Account",
      Effect: "Allow",
      Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  ]);
}
