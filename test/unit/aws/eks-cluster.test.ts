import { isSecret } from "@pulumi/pulumi";
import test from "ava";

import { creatorWithoutRights } from "../../../components/aws/eks-access.js";
import { EksCluster, type EksClusterArgs } from "../../../components/aws/eks-cluster.js";
import { record, type Registration } from "../components/kubernetes/recorder.js";
import { auto, inputsOf, made, managed } from "./eks-example.js";

const CLUSTER = "eks:index:Cluster";

/** Without what depends on who runs the nodes. */
const everywhere = {
  name: "data-prod",
  version: "1.36",
  upgradePolicy: { supportType: "STANDARD" },
  deletionProtection: true,
  authenticationMode: "API",
  accessEntries: {
    ci: {
      principalArn: "arn:aws:iam::111122223333:role/ci",
      accessPolicies: {
        admin: {
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
          accessScope: { type: "cluster" },
        },
      },
    },
    people: {
      principalArn: "arn:aws:iam::111122223333:role/people",
      accessPolicies: {
        view: {
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy",
          accessScope: { type: "cluster" },
        },
      },
    },
  },
  encryptionConfigKeyArn: "arn of eks",
  enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
  createOidcProvider: false,
  vpcId: "vpc-1",
  privateSubnetIds: ["subnet-a", "subnet-b"],
  kubernetesServiceIpAddressRange: "172.20.0.0/16",
  endpointPrivateAccess: true,
  endpointPublicAccess: false,
  skipDefaultSecurityGroups: true,
  skipDefaultNodeGroup: true,
  createInstanceRole: false,
};

/** What the SDK fills in by itself. */
const OVERWRITE = { resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "OVERWRITE" };

async function clusterOf(args: EksClusterArgs) {
  const all = await made(args);
  const { inputs, ...registration } = all.find(({ type }) => type === CLUSTER) ?? { inputs: {} };
  const { serviceRole, ...rest } = inputs as Record<string, unknown>;
  return { registration, inputs: rest, serviceRole };
}

test.serial(
  "a cluster with managed nodes: private, encrypted, logged, with its own CNI that enforces NetworkPolicies",
  async (t) => {
    const { registration, inputs, serviceRole } = await clusterOf(managed);
    t.deepEqual(inputs, {
      ...everywhere,
      bootstrapSelfManagedAddons: false,
      corednsAddonOptions: { enabled: false, ...OVERWRITE },
      kubeProxyAddonOptions: { version: "v1.36.0-eksbuild.25", ...OVERWRITE },
      vpcCniOptions: { addonVersion: "v1.22.4-eksbuild.3", enableNetworkPolicy: true, ...OVERWRITE },
    });
    t.like(serviceRole, { __name: "eks-service" });
    const { options, ...placed } = registration as Partial<Registration>;
    t.deepEqual(placed, {
      type: CLUSTER,
      name: "eks",
      parent: "eks",
      dependsOn: ["eks", "eks-service-AmazonEKSClusterPolicy"],
    });
    const transforms = options?.["transforms"] as { name: string }[];
    t.deepEqual(
      transforms.map(({ name }) => name),
      ["creatorWithoutRights"],
    );
  },
);

test.serial("a cluster in Auto Mode has no pools of EKS' own and no add-ons", async (t) => {
  const { inputs } = await clusterOf(auto);
  t.deepEqual(inputs, {
    ...everywhere,
    corednsAddonOptions: { enabled: false, ...OVERWRITE },
    autoMode: { enabled: true, createNodeRole: false, computeConfig: { nodePools: [] } },
  });
  const all = await made(auto);
  t.false(all.some(({ type }) => /addon:Addon|nodeGroup:NodeGroup|launchTemplate:LaunchTemplate/.test(type)));
});

test.serial("add-ons are of the cluster's version", async (t) => {
  const { inputs } = await clusterOf({ ...managed, version: "1.35" });
  t.like(inputs, {
    version: "1.35",
    kubeProxyAddonOptions: { version: "v1.35.0-eksbuild.2" },
    vpcCniOptions: { addonVersion: "v1.21.1-eksbuild.3" },
  });
});

test.serial("a public endpoint is for the named networks, beside the private one", async (t) => {
  const { inputs } = await clusterOf({
    ...managed,
    endpoint: { kind: "public", cidrs: ["203.0.113.0/24"], reason: "no VPN yet" },
  });
  t.like(inputs, {
    endpointPrivateAccess: true,
    endpointPublicAccess: true,
    publicAccessCidrs: ["203.0.113.0/24"],
    clusterTags: { "spark-platform/public-endpoint": "no VPN yet" },
  });
});

test.serial("tokens of the cluster are made known to IAM only where pods use them", async (t) => {
  const { inputs } = await clusterOf({ ...managed, workloadIdentity: "irsa" });
  t.is(inputs["createOidcProvider"], true);
});

test.serial(
  "the key is rotated, known by the cluster's name and protected, and the log group stands before the cluster",
  async (t) => {
    const all = await made(managed);
    const key = all.find(({ type }) => type === "aws:kms/key:Key");
    t.deepEqual(key, {
      type: "aws:kms/key:Key",
      name: "eks",
      parent: "eks",
      options: { protect: true },
      inputs: {
        description: "Secrets of the EKS cluster data-prod",
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "Account",
              Effect: "Allow",
              Principal: { AWS: "arn:aws:iam::111122223333:root" },
              Action: "kms:*",
              Resource: "*",
            },
          ],
        }),
        tags: { Name: "data-prod" },
      },
    });
    t.deepEqual(inputsOf(all, "aws:kms/alias:Alias", "eks"), { name: "alias/data-prod", targetKeyId: "eks-id" });
    t.deepEqual(inputsOf(all, "aws:cloudwatch/logGroup:LogGroup", "eks"), {
      name: "/aws/eks/data-prod/cluster",
      retentionInDays: 90,
    });
  },
);

test.serial("a cluster to play with can be deleted, and its key too", async (t) => {
  const all = await made({ ...managed, protect: false });
  t.like(inputsOf(all, CLUSTER, "eks"), { deletionProtection: false });
  t.false(all.some(({ options }) => options?.["protect"] === true));
});

test.serial("nodes of Auto Mode may join by an entry of their own", async (t) => {
  const all = await made(auto);
  t.deepEqual(inputsOf(all, "aws:eks/accessEntry:AccessEntry", "eks-nodes"), {
    clusterName: "eks as made",
    principalArn: "arn of eks-nodes",
    type: "EC2",
  });
  t.deepEqual(inputsOf(all, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "eks-nodes"), {
    clusterName: "eks as made",
    principalArn: "arn of eks-nodes",
    policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy",
    accessScope: { type: "cluster" },
  });
});

test.serial("whoever creates the cluster gets no rights by that, and nothing else is changed", async (t) => {
  const props = { name: "data-prod", accessConfig: { bootstrapClusterCreatorAdminPermissions: true } };
  const opts = { protect: true };
  t.deepEqual(await creatorWithoutRights({ custom: true, type: "aws:eks/cluster:Cluster", name: "it", props, opts }), {
    props: {
      name: "data-prod",
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
    },
    opts,
  });
  t.is(await creatorWithoutRights({ custom: true, type: "aws:eks/addon:Addon", name: "it", props, opts }), undefined);
});

test.serial("others get the cluster's outputs, and the kubeconfig as a secret", async (t) => {
  const known: Record<string, unknown> = {};
  await record((opts) => {
    const cluster = new EksCluster("eks", managed, opts);
    const { clusterArn, kubeconfig, oidcProviderArn, oidcIssuer, securityGroupId, kmsKeyArn, nodeRoleName } = cluster;
    const outputs = { clusterArn, kubeconfig, oidcProviderArn, oidcIssuer, securityGroupId, kmsKeyArn, nodeRoleName };
    for (const [name, output] of Object.entries(outputs)) output.apply((value) => (known[name] = value));
    void isSecret(kubeconfig).then((secret) => (known["secret"] = secret));
    known["clusterName"] = cluster.clusterName;
  });
  t.deepEqual(known, {
    clusterName: "data-prod",
    clusterArn: "arn of eks",
    kubeconfig: "kubeconfig of eks",
    oidcProviderArn: "OIDC provider of eks",
    oidcIssuer: "issuer of eks",
    securityGroupId: "security group of eks",
    kmsKeyArn: "arn of eks",
    nodeRoleName: "data-prod-nodes",
    secret: true,
  });
});
