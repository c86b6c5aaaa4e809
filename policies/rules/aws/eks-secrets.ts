import { AWS } from "../../model/aws";
import type { Resource } from "../../model/resource";
import { UNKNOWN, at, listAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const eksSecretsEncrypted: Rule = {
  name: "eks-secrets-encrypted",
  level: "mandatory",
  description: "An EKS cluster encrypts its Secrets with a KMS key of the account.",
  why: "Otherwise AWS encrypts them with a key of its own, whose use nobody here can log, limit or end.",
  fix: 'Set `encryptionConfig` to `{ resources: ["secrets"], provider: { keyArn: … } }` with a KMS key of this account.',
  judge: (resource) => (resource.type === AWS.eksCluster ? encryption(resource) : []),
};

function encryption(resource: Resource): readonly Finding[] {
  const config = at(resource.inputs, "encryptionConfig");
  if (config === UNKNOWN) return [unknown(resource, "encryptionConfig")];
  if (config === undefined) return [violation(resource, "encryptionConfig is missing")];
  return [...resources(resource), ...key(resource)];
}

function resources(resource: Resource): readonly Finding[] {
  const encrypted = listAt(resource.inputs, "encryptionConfig", "resources");
  if (encrypted.includes("secrets")) return [];
  const place = "encryptionConfig.resources";
  return encrypted.includes(UNKNOWN)
    ? [unknown(resource, place)]
    : [violation(resource, `${place} does not hold "secrets"`)];
}

/** A key that the same preview makes has no ARN yet; that there is one is enough. */
function key(resource: Resource): readonly Finding[] {
  const arn = at(resource.inputs, "encryptionConfig", "provider", "keyArn");
  const missing = arn === undefined || arn === "";
  return missing ? [violation(resource, "encryptionConfig.provider.keyArn is missing")] : [];
}
