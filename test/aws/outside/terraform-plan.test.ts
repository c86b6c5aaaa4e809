import test from "ava";

import type { StackResource } from "./stack-resource.js";
import { terraformPlan, terraformType } from "./terraform-plan.js";

interface Plan {
  readonly planned_values: { readonly root_module: { readonly resources: readonly { readonly values: object }[] } };
  readonly configuration: { readonly root_module: { readonly resources: readonly object[] } };
}

const values = (inputs: StackResource["inputs"]) => {
  const plan = terraformPlan([{ type: "aws:s3/bucket:Bucket", name: "lake", inputs }]) as Plan;
  return plan.planned_values.root_module.resources.map((resource) => resource.values);
};

const TYPES = {
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "aws_s3_bucket_public_access_block",
  "aws:iam/rolePolicy:RolePolicy": "aws_iam_role_policy",
  "aws:ec2/securityGroup:SecurityGroup": "aws_security_group",
  "aws:ec2/launchTemplate:LaunchTemplate": "aws_launch_template",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "aws_vpc_security_group_ingress_rule",
  "aws:rds/instance:Instance": "aws_db_instance",
  "aws:eks/nodeGroup:NodeGroup": "aws_eks_node_group",
};

test("types have Terraform's names", (t) => {
  t.deepEqual(Object.fromEntries(Object.keys(TYPES).map((type) => [type, terraformType(type)])), TYPES);
});

test("blocks become lists, lists of blocks the singular, and keys of tags stay as they are", (t) => {
  const inputs = {
    forceDestroy: false,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    blockDeviceMappings: [{ deviceName: "/dev/xvda" }],
    subnetIds: ["subnet-1"],
    tags: { costCentre: "42" },
    __provider: "none of theirs",
  };
  t.deepEqual(values(inputs), [
    {
      force_destroy: false,
      rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256" }] }],
      block_device_mappings: [{ device_name: "/dev/xvda" }],
      subnet_ids: ["subnet-1"],
      tags: { costCentre: "42" },
    },
  ]);
});

test("what is not known yet or secret is there, and is neither", (t) => {
  const inputs = {
    bucket: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    password: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "hunter2" },
  };
  t.deepEqual(values(inputs), [{ bucket: "(known after apply)", password: "(secret)" }]);
});

test("where outputs of another resource went in, the plan refers to it", (t) => {
  const bucket = { type: "aws:s3/bucket:Bucket", name: "lake", inputs: {} };
  const policy = {
    type: "aws:s3/bucketPolicy:BucketPolicy",
    name: "lake",
    inputs: {},
    sources: { bucket: ["aws:s3/bucket:Bucket lake"], policy: [] },
  };
  const plan = terraformPlan([bucket, policy]) as Plan;
  t.deepEqual(plan.configuration.root_module.resources[1], {
    address: "aws_s3_bucket_policy.lake",
    mode: "managed",
    type: "aws_s3_bucket_policy",
    name: "lake",
    expressions: { bucket: { references: ["aws_s3_bucket.lake"] } },
  });
});

test("resources of other clouds are left out", (t) => {
  const plan = terraformPlan([{ type: "kubernetes:core/v1:Secret", name: "one", inputs: {} }]) as Plan;
  t.deepEqual(plan.planned_values.root_module.resources, []);
});
