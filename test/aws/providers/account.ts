/** A simulated AWS account without an engine in between, and short ways to act in it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { ExecutionContext } from "ava";

import { type Made, Resources } from "./resources.js";
import type { Properties } from "./values.js";
import { World } from "./world.js";

export const CONFIGURATION = { region: "eu-central-1", defaultTags: { stack: "test" } };
export const VPC = "aws:ec2/vpc:Vpc";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const ROLE = "aws:iam/role:Role";
export const CLUSTER = "aws:eks/cluster:Cluster";
export const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
export const TRUST = JSON.stringify({ Version: "2012-10-17", Statement: [] });

/** An account in a world of its own. */
export function account(t: ExecutionContext) {
  const directory = mkdtempSync(join(tmpdir(), "spark-platform-aws-"));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const world = new World(directory);
  const resources = new Resources(world, CONFIGURATION);
  const urn = (type: string, name: string) => `urn:pulumi:test::test::${type}::${name}`;
  const create = (type: string, inputs: Properties, name = "it"): Promise<Made> =>
    resources.create(urn(type, name), inputs, () => false);
  return {
    ...{ world, resources, create, urn },
    update: (type: string, id: string, inputs: Properties) => resources.update(urn(type, "it"), id, inputs, false),
    remove: (type: string, id: string) => resources.delete(urn(type, "it"), id),
    refused: async (type: string, inputs: Properties) => (await t.throwsAsync(create(type, inputs))).message,
    kept: (type: string, id: string) => t.throws(() => resources.delete(urn(type, "it"), id)).message,
  };
}

type Account = ReturnType<typeof account>;

/** A VPC with subnets in two zones. */
export async function network({ create }: Account) {
  const vpc = await create(VPC, { cidrBlock: "10.0.0.0/16" });
  const subnets = await Promise.all(
    ["a", "b"].map((letter, index) =>
      create(SUBNET, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${index}.0/24`,
        availabilityZone: `eu-central-1${letter}`,
      }),
    ),
  );
  return { vpc: vpc.id, subnetIds: subnets.map(({ id }) => id) };
}

/** A cluster in such a network. */
export async function cluster(aws: Account, inputs: Properties = {}) {
  const { vpc, subnetIds } = await network(aws);
  const role = await aws.create(ROLE, { name: "cluster", assumeRolePolicy: TRUST });
  const roleArn = role.outputs["arn"] ?? "";
  const all: Properties = { name: "main", version: "1.35", roleArn, vpcConfig: { subnetIds }, ...inputs };
  return { vpc, subnetIds, roleArn, all, made: await aws.create(CLUSTER, all) };
}
