import { document, type PolicyDocument } from "../documents.js";
import { arn } from "../names.js";
import type { CheckedAccount } from "../stack-account.js";
import { inRegion } from "./region.js";

/** The EKS cluster with all that belongs to it in EKS, and the logs of control plane and database. */
export function clusterRights(stack: CheckedAccount): PolicyDocument {
  const { cluster, region } = stack;
  const parts = ["access-entry", "addon", "nodegroup", "podidentityassociation"];
  return document(
    inRegion(stack, "ReadCatalogues", [
      "eks:DescribeAddonVersions",
      "eks:DescribeClusterVersions",
      "logs:DescribeLogGroups",
    ]),
    {
      Sid: "ChangeCluster",
      Effect: "Allow",
      Action: [
        "eks:AssociateAccessPolicy",
        "eks:AssociateEncryptionConfig",
        "eks:CreateAccessEntry",
        "eks:CreateAddon",
        "eks:CreateCluster",
        "eks:CreateNodegroup",
        "eks:CreatePodIdentityAssociation",
        "eks:DeleteAccessEntry",
        "eks:DeleteAddon",
        "eks:DeleteCluster",
        "eks:DeleteNodegroup",
        "eks:DeletePodIdentityAssociation",
        "eks:Describe*",
        "eks:DisassociateAccessPolicy",
        "eks:List*",
        "eks:TagResource",
        "eks:UntagResource",
        "eks:UpdateAccessEntry",
        "eks:UpdateAddon",
        "eks:UpdateClusterConfig",
        "eks:UpdateClusterVersion",
        "eks:UpdateNodegroupConfig",
        "eks:UpdateNodegroupVersion",
        "eks:UpdatePodIdentityAssociation",
      ],
      Resource: [
        arn(stack, "eks", region, `cluster/${cluster}`),
        ...parts.map((part) => arn(stack, "eks", region, `${part}/${cluster}/*`)),
      ],
    },
    {
      Sid: "KeepLogs",
      Effect: "Allow",
      Action: [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:ListTagsForResource",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      Resource: [`eks/${cluster}/*`, `rds/instance/${cluster}*`].map((group) =>
        arn(stack, "logs", region, `log-group:/aws/${group}`),
      ),
    },
  );
}
