import { readFileSync } from "node:fs";

import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

/** Names the kubeconfig of the API server that stands for the cluster's own. */
export const KUBECONFIG_VARIABLE = "SIMULATED_EKS_KUBECONFIG";

/**
 * The cluster's kubeconfig: that of the server that stands for its own, or without one the same as the real component makes. Unknown until the cluster
 * exists.
 */
export function kubeconfigOf(cluster: Cluster): pulumi.Output<unknown> {
  return pulumi
    .all([cluster.name, cluster.arn, cluster.endpoint, cluster.certificateAuthority])
    .apply(([name, arn, endpoint, { data }]) => {
      const file = process.env[KUBECONFIG_VARIABLE] ?? "";
      const region = arn.split(":")[3] ?? "";
      return file === "" ? generated(name, region, endpoint, data) : (parse(readFileSync(file, "utf8")) as unknown);
    });
}

function generated(name: string, region: string, server: string, certificate: string): unknown {
  const args = ["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"];
  const exec = { apiVersion: "client.authentication.k8s.io/v1beta1", command: "aws", args };
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "kubernetes", cluster: { server, "certificate-authority-data": certificate } }],
    contexts: [{ name: "aws", context: { cluster: "kubernetes", user: "aws" } }],
    "current-context": "aws",
    users: [{ name: "aws", user: { exec } }],
  };
}
