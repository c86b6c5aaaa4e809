/** Who may do what in an EKS cluster, by their identity in AWS. */
import type * as eks from "@pulumi/eks";
import type * as pulumi from "@pulumi/pulumi";

/** `admin`: everything, in all namespaces. `view`: to read everything, Secrets included. */
export type ClusterRights = "admin" | "view";

export interface ClusterAccess {
  /** ARN of an IAM role or user; a role that sessions come from, never a session. */
  readonly principal: string;
  readonly rights: ClusterRights;
}

/** Source: EKS user guide, "Review access policy permissions". */
const POLICIES: Readonly<Record<ClusterRights, string>> = {
  admin: "AmazonEKSClusterAdminPolicy",
  view: "AmazonEKSAdminViewPolicy",
};

/** ARN of an access policy of EKS. */
export function accessPolicyArn(partition: string, policy: string): string {
  return `arn:${partition}:eks::aws:cluster-access-policy/${policy}`;
}

export function accessEntries(
  access: Readonly<Record<string, ClusterAccess>>,
  partition: string,
): Record<string, eks.types.input.AccessEntryArgs> {
  return Object.fromEntries(
    Object.entries(access).map(([key, { principal, rights }]) => [
      key,
      {
        principalArn: principal,
        accessPolicies: {
          [rights]: { policyArn: accessPolicyArn(partition, POLICIES[rights]), accessScope: { type: "cluster" } },
        },
      },
    ]),
  );
}

/**
 * Makes whoever creates the cluster nobody special in it. EKS would add an entry that no setting shows, and refuse the one of the settings for the same
 * identity; `eks.Cluster` has no argument for it. Source: EKS API, `CreateAccessConfigRequest`; pulumi-eks, `createCore`.
 */
export const creatorWithoutRights: pulumi.ResourceTransform = ({ type, props, opts }) =>
  type === "aws:eks/cluster:Cluster"
    ? {
        props: {
          ...props,
          accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        },
        opts,
      }
    : undefined;
