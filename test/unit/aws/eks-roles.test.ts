import test from "ava";

import type { EksClusterArgs } from "../../../components/aws/eks-cluster.js";
import { auto, inputsOf, made, managed } from "./eks-example.js";

const rights = test.macro({
  exec: async (t, args: EksClusterArgs, expected: Record<string, string[]>) => {
    const all = await made(args);
    const attached = all.filter(({ type }) => type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    const byRole: Record<string, string[]> = {};
    for (const { inputs } of attached) {
      const { role, policyArn } = inputs as { role: string; policyArn: string };
      (byRole[role] ??= []).push(policyArn.replace("arn:aws:iam::aws:policy/", ""));
    }
    t.deepEqual(byRole, expected);
  },
  title: (title = "") => `rights: ${title}`,
});
test.serial("managed nodes join and pull images, and each add-on has a role of its own", rights, managed, {
  "data-prod-cluster": ["AmazonEKSClusterPolicy"],
  "data-prod-nodes": ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
  "data-prod-vpc-cni": ["AmazonEKS_CNI_Policy"],
  "data-prod-ebs-csi": ["service-role/AmazonEBSCSIDriverPolicy"],
});
test.serial("in Auto Mode the control plane does what add-ons do elsewhere", rights, auto, {
  "data-prod-cluster": [
    "AmazonEKSClusterPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
  ],
  "data-prod-nodes": ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"],
});

const trusted = test.macro({
  exec: async (t, args: EksClusterArgs, role: string, service: string, actions: readonly string[]) => {
    const { assumeRolePolicy } = inputsOf(await made(args), "aws:iam/role:Role", role) as { assumeRolePolicy: string };
    const { Statement: statements } = JSON.parse(assumeRolePolicy) as { Statement: object[] };
    t.is(statements.length, 1);
    t.like(statements[0], { Effect: "Allow", Principal: { Service: service }, Action: [...actions] });
  },
  title: (title = "") => `trust: ${title}`,
});
test.serial("EKS takes the cluster's role", trusted, managed, "eks-service", "eks.amazonaws.com", ["sts:AssumeRole"]);
test.serial("Auto Mode also tags its sessions", trusted, auto, "eks-service", "eks.amazonaws.com", [
  "sts:AssumeRole",
  "sts:TagSession",
]);
test.serial("EC2 takes that of the nodes", trusted, managed, "eks-nodes", "ec2.amazonaws.com", ["sts:AssumeRole"]);
test.serial(
  "in China EC2 has another name",
  trusted,
  { ...managed, partition: "aws-cn" },
  "eks-nodes",
  "ec2.amazonaws.com.cn",
  ["sts:AssumeRole"],
);

test.serial("in other partitions all ARNs are of that partition", async (t) => {
  const all = await made({ ...auto, partition: "aws-us-gov", access: {} });
  t.notRegex(JSON.stringify(all.map(({ inputs }) => inputs)), /arn:aws:/);
});
