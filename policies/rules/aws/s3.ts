import { AWS, isOn } from "../../model/aws";
import type { Resource, Stack } from "../../model/resource";
import { UNKNOWN, type Value, at, listAt, stringAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";
import { type Requirement, missed } from "./requirement";

export const s3Closed: Rule = {
  name: "s3-closed",
  level: "mandatory",
  description:
    "Every bucket has a BucketPublicAccessBlock with all four switches on, and no public ACL. S3 itself encrypts every object.",
  why: "A bucket is one careless policy or ACL away from the whole internet, and the block is what stops both; AWS sets it for a new bucket, but nothing puts it back once somebody took it off.",
  fix: "Add `new aws.s3.BucketPublicAccessBlock(name, { bucket: bucket.id, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true })` with the bucket's provider, and leave ACLs out.",
  judge: (resource) => [...switches(resource), ...acl(resource), ...grants(resource)],
  conclude: (stack) => {
    const all = [...stack.resources.values()];
    const blocks = all.filter(({ type }) => type === AWS.bucketPublicAccessBlock);
    return all.filter(isBucket).flatMap((bucket) => unblocked(bucket, blocks, stack));
  },
};

const BUCKETS: readonly string[] = [AWS.bucket, AWS.bucketV2];
const WITH_ACL: readonly string[] = [...BUCKETS, AWS.bucketAcl, AWS.bucketAclV2];
const SWITCHES = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;
const ON: Requirement = { holds: isOn, absent: "which means false", write: "write true" };

function isBucket({ type }: Resource): boolean {
  return BUCKETS.includes(type);
}

function switches(resource: Resource): readonly Finding[] {
  if (resource.type !== AWS.bucketPublicAccessBlock) return [];
  return SWITCHES.flatMap((name) => missed(resource, name, at(resource.inputs, name), ON));
}

/** A ready-made ACL that lets everybody in, or everybody with any AWS account. */
const PUBLIC_ACL = /^(public|authenticated)-/;

const CLOSED_ACL: Requirement = {
  holds: (name) => typeof name === "string" && !PUBLIC_ACL.test(name),
  write: "leave it out",
};

function acl(resource: Resource): readonly Finding[] {
  return WITH_ACL.includes(resource.type) ? missed(resource, "acl", at(resource.inputs, "acl"), CLOSED_ACL) : [];
}

/** The groups of everybody, and of everybody with any AWS account. */
const PUBLIC_GROUP = /\/(AllUsers|AuthenticatedUsers)$/;

function grants(resource: Resource): readonly Finding[] {
  if (!WITH_ACL.includes(resource.type)) return [];
  return [
    ...granted(resource, ["grants"], ["uri"]),
    ...granted(resource, ["accessControlPolicy", "grants"], ["grantee", "uri"]),
  ];
}

function granted(resource: Resource, list: readonly string[], group: readonly string[]): readonly Finding[] {
  return listAt(resource.inputs, ...list).flatMap((grant, index) => {
    const uri = at(grant, ...group);
    const place = `${list.join(".")}[${index}].${group.join(".")}`;
    if (uri === UNKNOWN) return [unknown(resource, place)];
    return isPublicGroup(uri) ? [violation(resource, `${place} is ${uri}: remove the grant`)] : [];
  });
}

function isPublicGroup(uri: Value | undefined): uri is string {
  return typeof uri === "string" && PUBLIC_GROUP.test(uri);
}

function unblocked(bucket: Resource, blocks: readonly Resource[], stack: Stack): readonly Finding[] {
  const same = blocks.filter(({ provider }) => provider === bucket.provider);
  if (same.some((block) => blocksBucket(block, bucket, stack))) return [];
  const problem = "no BucketPublicAccessBlock of this stack is for it";
  const certain = !same.some((block) => mayBlock(block, bucket, stack));
  return [certain ? violation(bucket, problem) : { resource: bucket, certain, problem }];
}

function blocksBucket(block: Resource, bucket: Resource, stack: Stack): boolean {
  const name = stringAt(bucket.inputs, "bucket");
  const named = name !== undefined && stringAt(block.inputs, "bucket") === name;
  return named || stack.dependencies(block, "bucket").some(({ urn }) => urn === bucket.urn);
}

/** Whether the two names may turn out to be one: a name is unknown, and the graph does not say whose it is. */
function mayBlock(block: Resource, bucket: Resource, stack: Stack): boolean {
  const open = at(block.inputs, "bucket") === UNKNOWN || at(bucket.inputs, "bucket") === UNKNOWN;
  return open && !stack.dependencies(block, "bucket").some(isBucket);
}
