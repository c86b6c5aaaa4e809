/** What AWS does not make. */
import test from "ava";

import { CLUSTER, NODE_GROUP, ROLE, SUBNET, TRUST, VPC, account, cluster, network } from "./account.js";

test("an id that leads nowhere is refused in AWS' words, and one that leads somewhere is not", async (t) => {
  const aws = account(t);
  const subnet = { cidrBlock: "10.0.0.0/24", availabilityZone: "eu-central-1a" };
  t.is(
    await aws.refused(SUBNET, { ...subnet, vpcId: "vpc-0123456789abcdef0" }),
    "creating aws:ec2/subnet:Subnet (it): api error InvalidVpcID.NotFound: The vpc ID 'vpc-0123456789abcdef0' does not exist",
  );
  const vpc = await aws.create(VPC, { cidrBlock: "10.0.0.0/16" });
  await t.notThrowsAsync(aws.create(SUBNET, { ...subnet, vpcId: vpc.id }));
});

test("a role of the account has to exist before somebody uses it, or be declared", async (t) => {
  const aws = account(t);
  const { all } = await cluster(aws);
  const entry = { clusterName: all["name"] ?? "", principalArn: "arn:aws:iam::111122223333:role/admin" };
  t.regex(await aws.refused("aws:eks/accessEntry:AccessEntry", entry), /NoSuchEntity: .*role\/admin cannot be found/);
  aws.world.configure({ principals: [entry.principalArn] });
  await t.notThrowsAsync(aws.create("aws:eks/accessEntry:AccessEntry", entry));
});

test("a name that is taken is refused", async (t) => {
  const aws = account(t);
  const role = { name: "driver", assumeRolePolicy: TRUST };
  await aws.create(ROLE, role);
  t.regex(await aws.refused(ROLE, role), /EntityAlreadyExists: Role with name driver already exists\.$/);
  await t.notThrowsAsync(aws.create(ROLE, { ...role, name: "executor" }));
  await aws.create("aws:s3/bucket:Bucket", { bucket: "data" });
  t.regex(await aws.refused("aws:s3/bucket:Bucket", { bucket: "data" }), /BucketAlreadyExists/);
});

test("subnets lie within their VPC and beside each other", async (t) => {
  const aws = account(t);
  const { vpc } = await network(aws);
  const subnet = { vpcId: vpc, availabilityZone: "eu-central-1c" };
  t.regex(await aws.refused(SUBNET, { ...subnet, cidrBlock: "10.1.0.0/24" }), /InvalidSubnet\.Range/);
  t.regex(await aws.refused(SUBNET, { ...subnet, cidrBlock: "10.0.0.128/25" }), /InvalidSubnet\.Conflict/);
  await t.notThrowsAsync(aws.create(SUBNET, { ...subnet, cidrBlock: "10.0.2.0/24" }));
});

test("a cluster needs subnets in two zones", async (t) => {
  const aws = account(t);
  const { subnetIds, roleArn } = await cluster(aws);
  const inputs = { name: "other", roleArn, vpcConfig: { subnetIds: subnetIds.slice(0, 1) } };
  t.regex(await aws.refused(CLUSTER, inputs), /at least two different AZs$/);
});

test("a cluster goes up one version at a time and never back", async (t) => {
  const aws = account(t);
  const { all } = await cluster(aws, { version: "1.34" });
  await t.throwsAsync(aws.update(CLUSTER, "main", { ...all, version: "1.36" }), {
    message: /update from 1\.34 to 1\.36$/,
  });
  await aws.update(CLUSTER, "main", { ...all, version: "1.35" });
  await t.throwsAsync(aws.update(CLUSTER, "main", { ...all, version: "1.34" }), { message: /cannot be downgraded$/ });
});

test("nodes are never newer than their cluster", async (t) => {
  const aws = account(t);
  const { subnetIds, roleArn } = await cluster(aws);
  const group = {
    ...{ clusterName: "main", nodeGroupName: "drivers", nodeRoleArn: roleArn, subnetIds },
    scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 1 },
  };
  t.regex(await aws.refused(NODE_GROUP, { ...group, version: "1.36" }), /Allowed release version is 1\.35$/);
  t.is((await aws.create(NODE_GROUP, group)).outputs["version"], "1.35");
});

test("a trust document above IAM's quota is refused", async (t) => {
  const aws = account(t);
  const long = JSON.stringify({ Statement: ["x".repeat(2048)] });
  t.regex(await aws.refused(ROLE, { name: "driver", assumeRolePolicy: long }), /quota for ACLSizePerRole: 2048$/);
  t.regex(await aws.refused(ROLE, { name: "driver", assumeRolePolicy: "{" }), /MalformedPolicyDocument/);
});
