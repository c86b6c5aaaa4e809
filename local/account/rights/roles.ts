import { document, type PolicyDocument } from "../documents.js";
import { arn, CI_WORKS, ciRole, GITHUB } from "../names.js";
import type { CheckedAccount } from "../stack-account.js";

/** Services that the product's roles are for: nodes, cluster, pods and the network's log. */
const USERS_OF_ROLES = ["ec2", "eks", "pods.eks", "vpc-flow-logs"].map((service) => `${service}.amazonaws.com`);

/** Roles of the cluster, its nodes and its pods, and the cluster's own identity provider where pods have no agent for their identity. */
export function roleRights(stack: CheckedAccount): PolicyDocument {
  const { partition, region, cluster } = stack;
  const iam = (resource: string): string => arn(stack, "iam", "", resource);
  const roles = [iam(`role/${cluster}-*`), iam(`role/${cluster}.*`)];
  const ofAws = (policy: string): string => `arn:${partition}:iam::aws:policy/${policy}`;
  return document(
    {
      Sid: "ChangeRoles",
      Effect: "Allow",
      Action: [
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:PutRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
      ],
      Resource: roles,
    },
    {
      Sid: "AttachPoliciesForEks",
      Effect: "Allow",
      Action: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
      Resource: roles,
      Condition: {
        ArnLike: {
          "iam:PolicyARN": [
            ofAws("AmazonEKS*"),
            ofAws("AmazonEC2ContainerRegistryPullOnly"),
            ofAws("service-role/AmazonEBSCSIDriverPolicy*"),
          ],
        },
      },
    },
    {
      Sid: "HandRolesToServices",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: roles,
      Condition: { StringEquals: { "iam:PassedToService": USERS_OF_ROLES } },
    },
    {
      Sid: "LetServicesWork",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: iam("role/aws-service-role/*"),
      Condition: {
        StringEquals: {
          "iam:AWSServiceName": [
            "eks.amazonaws.com",
            "eks-nodegroup.amazonaws.com",
            "rds.amazonaws.com",
            "spot.amazonaws.com",
          ],
        },
      },
    },
    {
      Sid: "ChangeClusterIdentity",
      Effect: "Allow",
      Action: [
        "iam:CreateOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:GetOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider",
        "iam:UntagOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
      ],
      Resource: iam(`oidc-provider/oidc.eks.${region}.*`),
    },
    {
      // A cluster may have a name that the role's own starts with.
      Sid: "NotItself",
      Effect: "Deny",
      Action: "iam:*",
      Resource: [
        ...CI_WORKS.map((work) => ciRole("*", work)).flatMap((name) => [iam(`role/${name}`), iam(`policy/${name}`)]),
        iam(`oidc-provider/${GITHUB}`),
      ],
    },
  );
}
