import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { type AwsPlace, policyDocument } from "./iam-document";

export interface FlowLogArgs extends AwsPlace {
  readonly vpc: aws.ec2.Vpc;
  /** Name of the cluster in the VPC. */
  readonly clusterName: string;
  /** Days for which records are kept. */
  readonly logDays: number;
}

/**
 * Records of connections in a VPC that security groups or network ACLs rejected, in CloudWatch. Accepted ones are left out: between Spark's executors there are
 * so many that to record them costs more than to run them. CloudWatch encrypts log groups with a key of its own.
 */
export function flowLog(name: string, args: FlowLogArgs, parent: pulumi.Resource): void {
  const { vpc, clusterName, logDays } = args;
  const group = new aws.cloudwatch.LogGroup(
    `${name}-flow-log`,
    { name: groupName(clusterName), retentionInDays: logDays },
    { parent },
  );
  const role = new aws.iam.Role(
    `${name}-flow-log`,
    {
      name: `${clusterName}-flow-log`,
      description: `VPC flow log of the EKS cluster ${clusterName}`,
      assumeRolePolicy: JSON.stringify(trust(args)),
    },
    { parent },
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-flow-log`,
    { name: "write", role: role.name, policy: JSON.stringify(writing(args)) },
    { parent },
  );
  new aws.ec2.FlowLog(
    name,
    {
      vpcId: vpc.id,
      trafficType: "REJECT",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      tags: { Name: clusterName },
    },
    { parent, dependsOn: [policy] },
  );
}

/** Beside the cluster's own logs, so that one prefix names all of them. */
function groupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/flow-log`;
}

/** Source: VPC user guide, "IAM role for publishing flow logs to CloudWatch Logs", with its conditions against confused deputies. */
function trust({ partition, region, accountId }: AwsPlace) {
  return policyDocument([
    {
      Sid: "FlowLogs",
      Effect: "Allow",
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": `arn:${partition}:ec2:${region}:${accountId}:vpc-flow-log/*` },
      },
    },
  ]);
}

/** The same source, but for the right to make log groups: this one is there. */
function writing({ partition, region, accountId, clusterName }: FlowLogArgs) {
  const groups = `arn:${partition}:logs:${region}:${accountId}:log-group`;
  return policyDocument([
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [`${groups}:${groupName(clusterName)}:*`],
    },
    { Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: [`${groups}:*`] },
  ]);
}
