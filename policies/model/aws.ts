/** Type tokens of `@pulumi/aws` that rules read, and what several of them ask of inputs. */
import type { Value } from "./values";

export const AWS = {
  bucket: "aws:s3/bucket:Bucket",
  /** The name that version 6 had for it. */
  bucketV2: "aws:s3/bucketV2:BucketV2",
  bucketAcl: "aws:s3/bucketAcl:BucketAcl",
  bucketAclV2: "aws:s3/bucketAclV2:BucketAclV2",
  bucketPublicAccessBlock: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  database: "aws:rds/instance:Instance",
  databaseCluster: "aws:rds/cluster:Cluster",
  databaseClusterInstance: "aws:rds/clusterInstance:ClusterInstance",
  eksCluster: "aws:eks/cluster:Cluster",
  eksNodeGroup: "aws:eks/nodeGroup:NodeGroup",
  iamPolicy: "aws:iam/policy:Policy",
  iamRole: "aws:iam/role:Role",
  instance: "aws:ec2/instance:Instance",
  launchConfiguration: "aws:ec2/launchConfiguration:LaunchConfiguration",
  launchTemplate: "aws:ec2/launchTemplate:LaunchTemplate",
  spotInstance: "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  volume: "aws:ebs/volume:Volume",
} as const;

/** Whether a switch is on: launch templates take the word, other resources the boolean. */
export function isOn(value: Value): boolean {
  return value === true || value === "true";
}
