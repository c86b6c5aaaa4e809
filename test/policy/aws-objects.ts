/** Correct resources of AWS for tests, and ways to break them in one place. */
import type { Resource } from "../../policies/model/resource.js";
import type { Value } from "../../policies/model/values.js";
import { change, resource } from "./objects.js";
import type { Program } from "./verdict.js";

export const AWS_PROVIDER = "urn:pulumi:test::test::pulumi:providers:aws::eu-central-1";

/** A resource of AWS, protected. Its Pulumi name is the first part of the token's kind unless it has another. */
export function aws(type: string, inputs: Value, more: Partial<Resource> = {}): Resource {
  const [, , kind = ""] = type.split(":");
  const name = kind.charAt(0).toLowerCase() + kind.slice(1);
  return resource(type, inputs, { name, provider: AWS_PROVIDER, protect: true, ...more });
}

/** Makes programs of one resource: a correct one, or one that is changed in one place. */
export function programs(type: string, inputs: Value, ...others: readonly Resource[]) {
  return (path?: string, value?: Value): Program => ({
    resources: [aws(type, path === undefined ? inputs : change(inputs, path, value)), ...others],
  });
}

export const CLUSTER: Value = {
  roleArn: "arn:aws:iam::111122223333:role/cluster",
  version: "1.36",
  vpcConfig: { subnetIds: ["subnet-1"], endpointPublicAccess: false, endpointPrivateAccess: true },
  encryptionConfig: {
    resources: ["secrets"],
    provider: { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" },
  },
  enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
};

export const LAUNCH_TEMPLATE: Value = {
  name: "nodes",
  metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 50, encrypted: "true" } }],
};

export const NODE_GROUP: Value = { clusterName: "platform", launchTemplate: { name: "nodes", version: "1" } };

/** A document of one statement, as programs write it. */
export function policyDocument(statement: Value): Value {
  return { Version: "2012-10-17", Statement: [statement] };
}
