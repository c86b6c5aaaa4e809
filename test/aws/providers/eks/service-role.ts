import { createHash } from "node:crypto";

import type { Role } from "@pulumi/aws/iam/role.js";
import * as pulumi from "@pulumi/pulumi";

import { iam } from "./sdk.js";

export interface ServiceRoleArgs {
  /** Who may take the role. */
  readonly service: pulumi.Input<string>;
  readonly description?: string;
  /** Names of AWS' own policies. */
  readonly policies: readonly string[];
  readonly actions?: readonly string[];
  readonly partition: pulumi.Input<string>;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** A role for a service of AWS, with managed policies. */
export class ServiceRole extends pulumi.ComponentResource {
  readonly role: Role;
  /** What has to wait until the role has its rights depends on these. */
  readonly attachments: readonly pulumi.Resource[];

  constructor(name: string, args: ServiceRoleArgs, options: pulumi.ComponentResourceOptions) {
    super("eks:index:ServiceRole", name, {}, options);
    const { service, description, policies, actions = ["sts:AssumeRole"], partition, tags } = args;
    this.role = new iam.Role(
      `${name}-role`,
      {
        assumeRolePolicy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [{ Action: actions, Effect: "Allow", Principal: { Service: [service] } }],
        }),
        description,
        tags,
      },
      { parent: this },
    );
    this.attachments = policies.map(
      (policy) =>
        new iam.RolePolicyAttachment(
          `${name}-${shortHash(`arn:aws:iam::aws:policy/${policy}`)}`,
          { policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}`, role: this.role.name },
          { parent: this },
        ),
    );
    this.registerOutputs({ role: this.role });
  }
}

function shortHash(text: string): string {
  return createHash("sha1").update(text).digest("hex").slice(0, 8);
}
