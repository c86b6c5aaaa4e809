/** checkov reads what components make of AWS, in the form of a Terraform plan. */
import test from "ava";

import { cloudReport } from "./checkov.js";
import { ACCEPTED_FINDINGS, unexplained, unneeded } from "./findings.js";
import { type Json, label, type StackResource } from "./stack-resource.js";
import { cloudSubjects } from "./subjects.js";

const { aws: resources } = await cloudSubjects();

test.serial(
  "checkov finds nothing in the resources of AWS but what is explained, and everything explained is there",
  async (t) => {
    const { passed, findings } = await cloudReport(resources);
    t.deepEqual(unexplained(findings, ACCEPTED_FINDINGS.cloud), []);
    t.deepEqual(unneeded(findings, ACCEPTED_FINDINGS.cloud), []);
    t.true(passed > 120);
  },
);

const EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/** One change a row, and the checks that must notice it: proof that checkov understands what it is shown. */
const CHANGES: readonly (readonly [type: string, property: string, value: Json, checks: readonly string[]])[] = [
  ["aws:ecr/repository:Repository", "imageTagMutability", "MUTABLE", ["CKV_AWS_51"]],
  ["aws:ecr/repository:Repository", "imageScanningConfiguration", { scanOnPush: false }, ["CKV_AWS_163"]],
  ["aws:kms/key:Key", "enableKeyRotation", false, ["CKV_AWS_7"]],
  ["aws:rds/instance:Instance", "storageEncrypted", false, ["CKV_AWS_16"]],
  ["aws:rds/instance:Instance", "publiclyAccessible", true, ["CKV_AWS_17"]],
  ["aws:rds/instance:Instance", "deletionProtection", false, ["CKV_AWS_293"]],
  ["aws:rds/instance:Instance", "backupRetentionPeriod", 0, ["CKV_AWS_133"]],
  ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "blockPublicAcls", false, ["CKV_AWS_53"]],
  ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "restrictPublicBuckets", false, ["CKV_AWS_56"]],
  ["aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration", { status: "Suspended" }, ["CKV_AWS_21"]],
  ["aws:iam/rolePolicy:RolePolicy", "policy", EVERYTHING, ["CKV_AWS_62", "CKV_AWS_63"]],
];

test.serial("checkov notices each careless change", async (t) => {
  const subjects = CHANGES.flatMap(([type, property, value], row) => changed(row, type, property, value));
  const { findings } = await cloudReport(subjects);
  CHANGES.forEach(([, property, , checks], row) => {
    const found = findings.filter(({ resource }) => resource.includes(`.row${row}-`)).map(({ check }) => check);
    t.deepEqual(
      checks.filter((check) => !found.includes(check)),
      [],
      `${property}: only ${found.join(", ")}`,
    );
  });
});

const WITHOUT: readonly (readonly [type: string, check: string])[] = [
  ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "CKV2_AWS_6"],
  ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "CKV2_AWS_61"],
  ["aws:s3/bucketLogging:BucketLogging", "CKV_AWS_18"],
];

test.serial("checkov notices a bucket that lacks one of its parts", async (t) => {
  const types = WITHOUT.map(([type]) => type);
  const { findings } = await cloudReport(resources.filter(({ type }) => !types.includes(type)));
  const found = new Set(findings.filter(({ resource }) => resource === "aws_s3_bucket.lake").map(({ check }) => check));
  t.deepEqual(
    WITHOUT.filter(([, check]) => !found.has(check)),
    [],
  );
});

/** A copy of the service's resources with the change in those of one type, under names that tell the row. */
function changed(row: number, type: string, property: string, value: Json): StackResource[] {
  const rename = (name: string) => `row${row}-${name}`;
  const renamed = new Map(resources.map((one) => [label(one), label({ ...one, name: rename(one.name) })]));
  const [service = ""] = type.split("/");
  return resources
    .filter((one) => one.type.startsWith(`${service}/`))
    .map((one) => ({
      ...one,
      name: rename(one.name),
      inputs: one.type === type ? { ...one.inputs, [property]: value } : one.inputs,
      sources: Object.fromEntries(
        Object.entries(one.sources ?? {}).map(([key, all]) => [
          key,
          all.flatMap((source) => renamed.get(source) ?? []),
        ]),
      ),
    }));
}
