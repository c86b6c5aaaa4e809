import { createHash } from "node:crypto";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { componentType } from "../../vocabulary";
import { describeProblems, unless } from "../problem";
import { type AwsPlace, type Permission, policyDocument } from "./iam-document";
import { podIdentityTrust, type ServiceAccount, webIdentityTrust } from "./iam-trust";

/** How pods prove who they are: to the agent of EKS Pod Identity, or with a token of the cluster's OIDC issuer (IRSA), where there is no agent. */
export type WorkloadIdentity =
  | { readonly kind: "podIdentity" }
  | { readonly kind: "irsa"; readonly providerArn: pulumi.Input<string>; readonly issuer: pulumi.Input<string> };

export interface WorkloadRoleArgs extends AwsPlace {
  /** Name of the cluster. Plain, so that the plan shows whom the role trusts; `dependsOn` has to name the cluster's component. */
  readonly clusterName: string;
  readonly identity: WorkloadIdentity;
  /** Whose pods may take the role. The ServiceAccount itself is made by {@link WorkloadAccount}. */
  readonly account: ServiceAccount;
  /** All that the role may do. Not empty. */
  readonly statements: readonly Permission[];
}

/** What IAM allows of a role's name, and of all its inline policies together. Source: IAM user guide, "IAM and AWS STS quotas". */
const NAME_LENGTH = 64;
const POLICY_LENGTH = 10_240;

/**
 * The IAM role of one Kubernetes service account, and exactly its rights. Pods must wait for the whole component (`dependsOn`): what a pod may do in AWS is
 * settled when it starts.
 *
 * @throws pulumi.ResourceError for a role without rights, and for rights that do not fit into a policy.
 */
export class WorkloadRole extends pulumi.ComponentResource {
  public readonly roleArn: pulumi.Output<string>;
  /** What the ServiceAccount must carry: nothing with Pod Identity. */
  public readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;

  constructor(name: string, args: WorkloadRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("aws", "WorkloadRole"), name, {}, opts);
    const { clusterName, identity, account, statements } = args;
    const policy = JSON.stringify(policyDocument(statements));
    this.requirePolicy(policy, args);

    const role = new aws.iam.Role(
      name,
      {
        name: roleName(clusterName, account),
        description: `Pods of the service account ${account.namespace}/${account.account} in the EKS cluster ${clusterName}`,
        assumeRolePolicy: trustPolicy(args),
      },
      { parent: this },
    );
    new aws.iam.RolePolicy(name, { name: "access", role: role.name, policy }, { parent: this });
    if (identity.kind === "podIdentity") {
      new aws.eks.PodIdentityAssociation(
        name,
        { clusterName, namespace: account.namespace, serviceAccount: account.account, roleArn: role.arn },
        { parent: this },
      );
    }
    this.roleArn = role.arn;
    this.annotations = identity.kind === "irsa" ? { "eks.amazonaws.com/role-arn": role.arn } : {};
    this.registerOutputs({ roleArn: this.roleArn });
  }

  private requirePolicy(policy: string, { account, statements }: WorkloadRoleArgs): void {
    const problems = [
      ...unless(statements.length > 0, {
        path: "statements",
        value: statements,
        rule: "a role must be allowed something",
        fix: `grant ${account.namespace}/${account.account} something, or make no role for it`,
      }),
      ...unless(policy.length <= POLICY_LENGTH, {
        path: "statements.length",
        value: statements.length,
        rule: `the policy of a role has at most ${POLICY_LENGTH} characters, and this one has ${policy.length}`,
        fix: `name fewer and shorter prefixes for ${account.namespace}/${account.account}, for instance a common one`,
      }),
    ];
    if (problems.length > 0)
      throw new pulumi.ResourceError(`a role cannot be made\n${describeProblems(problems)}`, this, true);
  }
}

/** Unknown in a preview that also makes the cluster, for IRSA only: its issuer is not there yet. */
function trustPolicy({
  clusterName,
  identity,
  account,
  partition,
  region,
  accountId,
}: WorkloadRoleArgs): pulumi.Input<string> {
  if (identity.kind === "podIdentity") {
    return JSON.stringify(policyDocument([podIdentityTrust(account, clusterName, { partition, region, accountId })]));
  }
  const trust = pulumi
    .all([identity.providerArn, identity.issuer])
    .apply(([providerArn, issuer]) => policyDocument([webIdentityTrust(account, providerArn, issuer)]));
  return pulumi.jsonStringify(trust);
}

/**
 * Name of the role: cluster, namespace and account, with a dot between them, which no such name holds here. One too long for IAM is cut, and ends in a hash of the
 * whole, so that it stays the only one of its name.
 */
function roleName(clusterName: string, { namespace, account }: ServiceAccount): string {
  const whole = `${clusterName}.${namespace}.${account}`;
  if (whole.length <= NAME_LENGTH) return whole;
  const hash = createHash("sha256").update(whole).digest("hex").slice(0, 8);
  return `${whole.slice(0, NAME_LENGTH - hash.length - 1)}-${hash}`;
}
