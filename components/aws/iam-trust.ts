/** Who may take a role: the pods of one Kubernetes service account in one cluster. */
import type { AwsPlace, ResourceStatement } from "./iam-document";

export interface ServiceAccount {
  readonly namespace: string;
  /** Name of the ServiceAccount. */
  readonly account: string;
}

/**
 * Trust in EKS Pod Identity. The service says for which pod it asks in tags of the session, so that an association in another cluster, or for another account, cannot
 * take the role. Source: EKS user guide, "Create IAM role with trust policy" and "List of session tags".
 */
export function podIdentityTrust(
  { namespace, account }: ServiceAccount,
  clusterName: string,
  place: AwsPlace,
): ResourceStatement {
  const { partition, region, accountId } = place;
  return {
    Sid: "PodIdentity",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:SourceAccount": accountId,
        "aws:RequestTag/eks-cluster-arn": `arn:${partition}:eks:${region}:${accountId}:cluster/${clusterName}`,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": account,
      },
    },
  };
}

/** Trust in the tokens that the cluster itself signs (IRSA). `issuer` is the cluster's OIDC issuer, with or without `https://`. */
export function webIdentityTrust(
  { namespace, account }: ServiceAccount,
  providerArn: string,
  issuer: string,
): ResourceStatement {
  const host = issuer.replace(/^https:\/\//, "");
  return {
    Sid: "WebIdentity",
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: {
      StringEquals: {
        [`${host}:sub`]: `system:serviceaccount:${namespace}:${account}`,
        // In all partitions: what EKS writes into the tokens of pods.
        [`${host}:aud`]: "sts.amazonaws.com",
      },
    },
  };
}
