import test from "ava";

import { inputsOf, made, managed } from "./eks-example.js";

const GROUP = "aws:eks/nodeGroup:NodeGroup";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

test.serial(
  "each pool is a node group of fixed size, for one kind of pods, from a launch template of its own",
  async (t) => {
    const all = await made(managed);
    const group = (name: string, inputs: object) => ({
      type: GROUP,
      name: `eks-${name}`,
      parent: "eks",
      dependsOn: [
        "eks-nodes-AmazonEKSWorkerNodePolicy",
        "eks-nodes-AmazonEC2ContainerRegistryPullOnly",
        "eks-eks-pod-identity-agent",
        "eks-vpc-cni",
      ],
      inputs: {
        clusterName: "eks as made",
        nodeRoleArn: "arn of eks-nodes",
        version: "1.36",
        amiType: "AL2023_x86_64_STANDARD",
        launchTemplate: { id: `eks-${name}-id`, version: "1" },
        updateConfig: { maxUnavailable: 1 },
        ...inputs,
      },
    });
    t.deepEqual(
      all.filter(({ type }) => type === GROUP),
      [
        group("base", {
          subnetIds: ["subnet-a", "subnet-b"],
          instanceTypes: ["m7i.large"],
          capacityType: "ON_DEMAND",
          scalingConfig: { minSize: 2, maxSize: 2, desiredSize: 2 },
          labels: { "spark-platform/nodes": "platform" },
          taints: [],
        }),
        group("steady", {
          subnetIds: ["subnet-a", "subnet-b"],
          instanceTypes: ["m7i.large"],
          capacityType: "ON_DEMAND",
          scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
          labels: { "spark-platform/nodes": "drivers" },
          taints: [{ key: "spark-platform/nodes", value: "drivers", effect: "NO_SCHEDULE" }],
        }),
        group("cheap", {
          subnetIds: ["subnet-b"],
          instanceTypes: ["r7i.xlarge", "m7i.xlarge"],
          capacityType: "SPOT",
          scalingConfig: { minSize: 3, maxSize: 3, desiredSize: 3 },
          labels: { "spark-platform/nodes": "executors" },
          taints: [{ key: "spark-platform/nodes", value: "executors", effect: "NO_SCHEDULE" }],
        }),
      ],
    );
  },
);

test.serial("nodes have an encrypted disk, and keep their metadata from pods", async (t) => {
  const all = await made(managed);
  t.deepEqual(inputsOf(all, TEMPLATE, "eks-cheap"), {
    description: "Nodes of data-prod-cheap",
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: { volumeType: "gp3", volumeSize: 200, encrypted: "true", deleteOnTermination: "true" },
      },
    ],
    tagSpecifications: [
      { resourceType: "instance", tags: { Name: "data-prod-cheap" } },
      { resourceType: "volume", tags: { Name: "data-prod-cheap" } },
    ],
    tags: { Name: "data-prod-cheap" },
  });
  t.is(all.filter(({ type }) => type === TEMPLATE).length, 3);
});

test.serial("nodes with Graviton processors get an image for them", async (t) => {
  const pools = {
    base: { workload: "platform", instanceTypes: ["m7g.large"], capacity: "onDemand", diskGiB: 80, nodes: 1 },
  } as const;
  const all = await made({ ...managed, compute: { kind: "managed", pools } });
  t.like(inputsOf(all, GROUP, "eks-base"), { amiType: "AL2023_ARM_64_STANDARD", instanceTypes: ["m7g.large"] });
});

test.serial(
  "nodes find the agent of Pod Identity and the rights of their CNI; DNS and volumes come once there are nodes",
  async (t) => {
    const all = await made(managed);
    const groups = ["eks-base", "eks-steady", "eks-cheap"];
    const addon = (addonName: string, addonVersion: string) => ({
      clusterName: "eks as made",
      addonName,
      addonVersion,
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
    });
    t.deepEqual(
      all.filter(({ type }) => /addon:Addon|podIdentityAssociation/.test(type)),
      [
        {
          type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
          name: "eks-vpc-cni",
          parent: "eks",
          dependsOn: ["eks-vpc-cni-AmazonEKS_CNI_Policy"],
          inputs: {
            clusterName: "eks as made",
            namespace: "kube-system",
            serviceAccount: "aws-node",
            roleArn: "arn of eks-vpc-cni",
          },
        },
        {
          type: "aws:eks/addon:Addon",
          name: "eks-eks-pod-identity-agent",
          parent: "eks",
          inputs: addon("eks-pod-identity-agent", "v1.3.10-eksbuild.3"),
        },
        {
          type: "aws:eks/addon:Addon",
          name: "eks-coredns",
          parent: "eks",
          dependsOn: groups,
          inputs: addon("coredns", "v1.14.3-eksbuild.23"),
        },
        {
          type: "aws:eks/addon:Addon",
          name: "eks-aws-ebs-csi-driver",
          parent: "eks",
          dependsOn: [...groups, "eks-ebs-csi-AmazonEBSCSIDriverPolicy"],
          inputs: {
            ...addon("aws-ebs-csi-driver", "v1.63.1-eksbuild.1"),
            podIdentityAssociations: [{ serviceAccount: "ebs-csi-controller-sa", roleArn: "arn of eks-ebs-csi" }],
          },
        },
      ],
    );
  },
);

test.serial("only the pods of an add-on can take its role", async (t) => {
  const all = await made(managed);
  for (const [role, account] of [
    ["eks-vpc-cni", "aws-node"],
    ["eks-ebs-csi", "ebs-csi-controller-sa"],
  ] as const) {
    const { assumeRolePolicy } = inputsOf(all, "aws:iam/role:Role", role) as { assumeRolePolicy: string };
    const { Statement: statements } = JSON.parse(assumeRolePolicy) as { Statement: object[] };
    t.like(statements[0], {
      Principal: { Service: "pods.eks.amazonaws.com" },
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-central-1:111122223333:cluster/data-prod",
          "aws:RequestTag/kubernetes-namespace": "kube-system",
          "aws:RequestTag/kubernetes-service-account": account,
        },
      },
    });
  }
});
