/** What AWS does not delete. */
import test from "ava";

import { CLUSTER, GROUP, NODE_GROUP, ROLE, SUBNET, TRUST, VPC, account, cluster, network } from "./account.js";

test("a NAT gateway needs the VPC to have an internet gateway", async (t) => {
  const aws = account(t);
  const { vpc, subnetIds } = await network(aws);
  const ip = await aws.create("aws:ec2/eip:Eip", { domain: "vpc" });
  const nat = { subnetId: subnetIds[0] ?? "", allocationId: ip.id };
  t.regex(await aws.refused("aws:ec2/natGateway:NatGateway", nat), /Gateway\.NotAttached/);
  const gateway = await aws.create("aws:ec2/internetGateway:InternetGateway", { vpcId: vpc });
  const { id } = await aws.create("aws:ec2/natGateway:NatGateway", nat);
  t.regex(aws.kept("aws:ec2/internetGateway:InternetGateway", gateway.id), /some mapped public address/);
  aws.remove("aws:ec2/natGateway:NatGateway", id);
  t.notThrows(() => aws.remove("aws:ec2/internetGateway:InternetGateway", gateway.id));
});

test("what something stands on cannot be deleted, and can when that has gone", async (t) => {
  const aws = account(t);
  const { vpc, subnetIds, roleArn } = await cluster(aws);
  const { id: nodes } = await aws.create(NODE_GROUP, {
    ...{ clusterName: "main", nodeGroupName: "drivers", nodeRoleArn: roleArn, subnetIds },
    scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 1 },
  });
  t.regex(aws.kept(VPC, vpc), /DependencyViolation: The vpc '\S+' has dependencies/);
  t.regex(aws.kept(SUBNET, subnetIds[0] ?? ""), /DependencyViolation: The subnet '\S+' has dependencies/);
  t.regex(aws.kept(CLUSTER, "main"), /Cluster has nodegroups attached$/);
  aws.remove(NODE_GROUP, nodes);
  aws.remove(CLUSTER, "main");
  for (const id of subnetIds) aws.remove(SUBNET, id);
  aws.remove(VPC, vpc);
  t.deepEqual(
    aws.world.leftovers().map(({ type }) => type),
    [ROLE],
  );
});

test("a security group goes with its own rules, but not while another group speaks of it", async (t) => {
  const aws = account(t);
  const { vpc } = await network(aws);
  const [database, nodes] = await Promise.all(
    ["database", "nodes"].map((name) => aws.create(GROUP, { name, vpcId: vpc })),
  );
  const rule = await aws.create("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
    ...{ securityGroupId: database?.id ?? "", referencedSecurityGroupId: nodes?.id ?? "", ipProtocol: "tcp" },
  });
  t.regex(aws.kept(GROUP, nodes?.id ?? ""), /DependencyViolation: resource \S+ has a dependent object$/);
  t.notThrows(() => aws.remove(GROUP, database?.id ?? ""));
  aws.remove("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", rule.id);
  t.notThrows(() => aws.remove(GROUP, nodes?.id ?? ""));
});

test("a role keeps its policies until they are detached", async (t) => {
  const aws = account(t);
  await aws.create(ROLE, { name: "driver", assumeRolePolicy: TRUST });
  const attachment = { role: "driver", policyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy" };
  const { id } = await aws.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", attachment);
  t.regex(aws.kept(ROLE, "driver"), /DeleteConflict: Cannot delete entity, must detach all policies first\.$/);
  aws.remove("aws:iam/rolePolicyAttachment:RolePolicyAttachment", id);
  t.notThrows(() => aws.remove(ROLE, "driver"));
});

test("a bucket with objects stays, unless the program said that they may go", async (t) => {
  const aws = account(t);
  for (const [bucket, forceDestroy] of [
    ["kept", false],
    ["emptied", true],
  ] as const) {
    await aws.create("aws:s3/bucket:Bucket", { bucket, forceDestroy });
    aws.world.put("aws:s3/bucket:Bucket", bucket, "orders.parquet");
  }
  t.regex(aws.kept("aws:s3/bucket:Bucket", "kept"), /BucketNotEmpty/);
  t.notThrows(() => aws.remove("aws:s3/bucket:Bucket", "emptied"));
});

test("a key is only marked for deletion, and of no use from then on", async (t) => {
  const aws = account(t);
  const { id, outputs } = await aws.create("aws:kms/key:Key", {});
  aws.remove("aws:kms/key:Key", id);
  t.true(aws.world.find("aws:kms/key:Key", id)?.pendingDeletion);
  t.deepEqual(aws.world.leftovers(), []);
  const group = { name: "logs", kmsKeyId: outputs["arn"] ?? "" };
  t.regex(await aws.refused("aws:cloudwatch/logGroup:LogGroup", group), /NotFoundException: Key '\S+' does not exist$/);
});

test("a protected database stays, and one that goes leaves the snapshot that was asked for", async (t) => {
  const aws = account(t);
  const inputs = {
    identifier: "metadata",
    username: "platform",
    manageMasterUserPassword: true,
    finalSnapshotIdentifier: "last",
  };
  const { id } = await aws.create("aws:rds/instance:Instance", { ...inputs, deletionProtection: true });
  t.regex(aws.kept("aws:rds/instance:Instance", id), /Cannot delete protected DB Instance/);
  await aws.update("aws:rds/instance:Instance", id, { ...inputs, deletionProtection: false });
  aws.remove("aws:rds/instance:Instance", id);
  t.true(aws.world.find("aws:rds/snapshot:Snapshot", "last")?.declared);
  const again = await aws.create("aws:rds/instance:Instance", inputs);
  t.regex(aws.kept("aws:rds/instance:Instance", again.id), /DBSnapshotAlreadyExists/);
});
