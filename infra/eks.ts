/** A cluster on AWS that the stack makes, and what AWS gives to the workloads on it. */

import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { EksCluster } from "../components/aws/eks-cluster";
import type { AwsPlace } from "../components/aws/iam-document";
import { type ClusterNetwork, Network } from "../components/aws/network";
import { type Compute, poolArchitecture, poolLimits } from "../components/aws/node-pools";
import { serviceBlocks } from "../components/aws/service-addresses";
import type { AutoModePool } from "../components/kubernetes/auto-mode-pool";
import { AutoModeNodes } from "../components/kubernetes/auto-mode-nodes";
import { EncryptedStorage } from "../components/kubernetes/encrypted-storage";
import { OWN_NODES } from "../components/placement";
import { LABELS, PROJECT } from "../vocabulary";
import { askAccount } from "./aws-account";
import { createCloud } from "./aws-cloud";
import type { Ground } from "./cluster";
import { computeOf, zonesOf } from "./node-pools";
import type { EksSettings, Settings } from "./settings";

/** Port of the API server of EKS, at its Service and behind it. */
const API_PORT = 443;

/**
 * Network, cluster, nodes and what belongs to them.
 *
 * @throws pulumi.RunError that lists everything that the settings name and AWS does not have; nothing is registered then.
 */
export async function makeEksCluster(eks: EksSettings, written: Settings): Promise<Ground> {
  const provider = new aws.Provider("aws", {
    region: eks.region,
    defaultTags: { tags: { [LABELS.partOf]: PROJECT, [`${PROJECT}/cluster`]: eks.name } },
  });
  const { settings, partition, s3Cidrs } = await askAccount(written, eks, provider);
  const place = { partition, region: eks.region, accountId: eks.account };

  const { network, made } = findNetwork(eks, place, provider);
  const compute = computeOf(eks);
  const cluster = createCluster(eks, compute, place, network, { provider, dependsOn: made });
  const nodes = prepareNodes(eks, compute, network, cluster);
  const cloud = createCloud(settings, eks, { place, s3Cidrs, network, cluster }, provider);
  return {
    settings,
    cluster: {
      provider: kubernetesProvider("cluster", cluster, [...cluster.nodes, ...nodes]),
      placements: OWN_NODES,
      apiServer: apiServer(eks, network),
      // Auto Mode answers DNS on each node, not by pods that a policy could name.
      dnsCidrs: [serviceBlocks(eks.serviceCidr).dns],
      cloud,
      kubeconfig: cluster.kubeconfig,
    },
  };
}

interface FoundNetwork {
  readonly network: ClusterNetwork;
  /** What must be there before the cluster. */
  readonly made: readonly pulumi.Resource[];
}

function findNetwork(eks: EksSettings, place: AwsPlace, provider: aws.Provider): FoundNetwork {
  const { name: clusterName, network, logDays } = eks;
  if (network.kind === "existing") return { network: { vpcId: network.vpc, subnets: network.subnets }, made: [] };
  const made = new Network("network", { ...place, ...network, clusterName, logDays }, { provider });
  return { network: { vpcId: made.vpcId, subnets: made.privateSubnets }, made: [made] };
}

function createCluster(
  { name: clusterName, version, endpoint, access, serviceCidr, workloadIdentity, logDays, protect }: EksSettings,
  compute: Compute,
  place: AwsPlace,
  network: ClusterNetwork,
  { provider, dependsOn }: { readonly provider: aws.Provider; readonly dependsOn: readonly pulumi.Resource[] },
): EksCluster {
  return new EksCluster(
    "cluster",
    {
      ...place,
      clusterName,
      version,
      endpoint,
      access,
      network,
      serviceCidr,
      workloadIdentity,
      compute,
      logDays,
      protect,
    },
    // Also for the children that the package of EKS makes itself.
    { providers: { aws: provider }, dependsOn: [...dependsOn] },
  );
}

/** What nodes are made from and store on, by a provider of its own: workloads wait for it, and it goes after them. */
function prepareNodes(
  eks: EksSettings,
  compute: Compute,
  { subnets }: ClusterNetwork,
  cluster: EksCluster,
): pulumi.Resource[] {
  const provider = kubernetesProvider("cluster-nodes", cluster, cluster.nodes);
  const storage = new EncryptedStorage("encrypted-storage", { compute: compute.kind }, { provider });
  if (compute.kind !== "auto") return [storage];
  const zones = zonesOf(eks.network);
  const pools = Object.entries(compute.pools).map(([name, { zone, ...pool }]) => [
    name,
    {
      ...pool,
      zones: zone === undefined ? zones : [zone],
      architecture: poolArchitecture(pool),
      limits: poolLimits(pool),
    },
  ]);
  const nodes = new AutoModeNodes(
    "nodes",
    {
      nodeRoleName: cluster.nodeRoleName,
      subnetIds: subnets.map(({ id }) => id),
      securityGroupId: cluster.securityGroupId,
      pools: Object.fromEntries(pools) as Record<string, AutoModePool>,
    },
    { provider },
  );
  return [storage, nodes];
}

function kubernetesProvider(
  name: string,
  { kubeconfig }: EksCluster,
  dependsOn: readonly pulumi.Resource[],
): kubernetes.Provider {
  return new kubernetes.Provider(
    name,
    {
      kubeconfig,
      // Else Pulumi deletes and makes again each of them whose data changes; pods that read them at their start carry a hash that rolls them.
      enableConfigMapMutable: true,
      enableSecretMutable: true,
    },
    { dependsOn: [...dependsOn] },
  );
}

/** The Service's address and those behind it: EKS puts its API server into the private subnets. */
function apiServer({ serviceCidr }: EksSettings, { subnets }: ClusterNetwork) {
  return [serviceBlocks(serviceCidr).api, ...subnets.map(({ cidr }) => cidr)].map((cidr) => ({ cidr, port: API_PORT }));
}
