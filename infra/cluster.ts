/** The Kubernetes cluster that everything else lands on, made or found. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Placements, SAME_NODES } from "../components/placement";
import type { Cloud } from "./cloud";
import { connectCluster } from "./existing-cluster";
import type { Settings } from "./settings";

/** What the platform needs to know of a cluster. */
export interface Cluster {
  /** Passed to every Kubernetes object explicitly: the ambient context of the machine is never used. */
  readonly provider: kubernetes.Provider;
  /** Where pods of each kind run. */
  readonly placements: Placements;
  /** Where the Kubernetes API answers, as pods reach it. */
  readonly apiServer: readonly { readonly cidr: string; readonly port: number }[];
  /** Blocks of addresses that answer DNS besides the pods of kube-dns and what the settings name. */
  readonly dnsCidrs: readonly string[];
  /** What the cloud around the cluster gives to workloads. Absent on a cluster that stands alone. */
  readonly cloud?: Cloud;
  /** How to reach a cluster that the stack makes; a secret. */
  readonly kubeconfig?: pulumi.Output<string>;
}

/** A stack's settings as its program uses them, and the cluster for them. */
export interface Ground {
  /** As written, but images of a registry that could be asked have their digest. */
  readonly settings: Settings;
  readonly cluster: Cluster;
}

/**
 * Makes or finds the cluster of the settings.
 *
 * @throws pulumi.RunError that lists everything that the settings name and that is not there.
 */
export async function prepareGround(settings: Settings): Promise<Ground> {
  const { cluster, network } = settings;
  if (cluster.kind === "existing") {
    const provider = connectCluster(cluster);
    return { settings, cluster: { provider, placements: SAME_NODES, apiServer: network.apiServer, dnsCidrs: [] } };
  }
  // Loaded here, since the packages of AWS take longer to load than everything else together.
  const { makeEksCluster } = await import("./eks.js");
  return makeEksCluster(cluster, settings);
}
