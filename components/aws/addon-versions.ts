/**
 * Versions of EKS, and of the add-ons that belong to each. Pinned, so that two stacks with the same settings are alike and an upgrade is a change that somebody
 * reviews. Newer ones are listed by
 * `aws eks describe-addon-versions --kubernetes-version 1.36 --query "addons[].[addonName, addonVersions[0].addonVersion]" --output text`.
 */
import type { EKS_VERSIONS } from "../../vocabulary";

export type KubernetesVersion = (typeof EKS_VERSIONS)[number];

/** Names of add-ons, as EKS knows them. */
export type Addon = "vpc-cni" | "kube-proxy" | "coredns" | "eks-pod-identity-agent" | "aws-ebs-csi-driver";

export const ADDON_VERSIONS: Readonly<Record<KubernetesVersion, Readonly<Record<Addon, string>>>> = {
  "1.35": {
    "vpc-cni": "v1.21.1-eksbuild.3",
    "kube-proxy": "v1.35.0-eksbuild.2",
    coredns: "v1.13.2-eksbuild.1",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
  },
  "1.36": {
    "vpc-cni": "v1.22.4-eksbuild.3",
    "kube-proxy": "v1.36.0-eksbuild.25",
    coredns: "v1.14.3-eksbuild.23",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
  },
};
