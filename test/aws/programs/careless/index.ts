/** One resource for each rule about AWS: it breaks this rule, is named like it and keeps to the others. */
import * as aws from "@pulumi/aws";

const provider = new aws.Provider("aws", { region: "us-east-1" });
const options = { provider };
const kept = { provider, protect: true };

const vpc = new aws.ec2.Vpc("careful", { cidrBlock: "10.0.0.0/16" }, options);
const subnetIds = ["a", "b"].map(
  (letter, index) =>
    new aws.ec2.Subnet(
      `careful-${letter}`,
      { vpcId: vpc.id, cidrBlock: `10.0.${index}.0/24`, availabilityZone: `us-east-1${letter}` },
      options,
    ).id,
);
const trust = { Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" };
const role = new aws.iam.Role(
  "careful",
  { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }) },
  options,
);
const key = new aws.kms.Key("careful", { enableKeyRotation: true }, kept);

const vpcConfig = { subnetIds, endpointPrivateAccess: true, endpointPublicAccess: false };
const clearText = {
  roleArn: role.arn,
  version: "1.36",
  vpcConfig,
  enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
};
const encryptionConfig = { resources: ["secrets"], provider: { keyArn: key.arn } };
const careful: aws.eks.ClusterArgs = { ...clearText, encryptionConfig };
const open = { ...vpcConfig, endpointPublicAccess: true };
new aws.eks.Cluster("eks-endpoint-closed", { ...careful, vpcConfig: open }, options);
new aws.eks.Cluster("eks-secrets-encrypted", clearText, options);
new aws.eks.Cluster("eks-control-plane-logs", { ...careful, enabledClusterLogTypes: ["api"] }, options);
new aws.eks.Cluster("eks-supported-version", { ...careful, version: "1.34" }, options);

const disk = { availabilityZone: "us-east-1a", size: 10 };
new aws.ebs.Volume("ebs-encrypted", disk, kept);
new aws.ebs.Volume(
  "ebs-no-multi-attach",
  { ...disk, encrypted: true, type: "io2", iops: 100, multiAttachEnabled: true },
  kept,
);
new aws.ec2.LaunchTemplate(
  "ec2-imdsv2",
  { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }] },
  options,
);
new aws.rds.Instance(
  "rds-closed-encrypted",
  {
    engine: "postgres",
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    username: "postgres",
    manageMasterUserPassword: true,
    backupRetentionPeriod: 7,
    storageEncrypted: false,
    skipFinalSnapshot: true,
  },
  kept,
);
new aws.s3.Bucket("s3-closed", {}, kept);
new aws.iam.RolePolicy(
  "iam-no-wildcard",
  {
    role: role.name,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    }),
  },
  options,
);
new aws.kms.Key("data-protected", { enableKeyRotation: true }, options);
