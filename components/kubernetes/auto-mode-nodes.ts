import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { componentType, LABELS, PROJECT } from "../../vocabulary";
import { type AutoModePool, nodePoolSpec } from "./auto-mode-pool";

export interface AutoModeNodesArgs {
  /** Name of the IAM role of the nodes, which must have an access entry of type EC2 in the cluster. */
  readonly nodeRoleName: pulumi.Input<string>;
  /** The private subnets of the cluster's network. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** The security group that the nodes share with the control plane. */
  readonly securityGroupId: pulumi.Input<string>;
  /** By name. */
  readonly pools: Readonly<Record<string, AutoModePool>>;
}

/** EKS keeps it for the class that it makes itself. */
const RESERVED_NAME = "default";

/**
 * The nodes of an EKS cluster in Auto Mode: for each pool a NodePool, and a NodeClass of the same name. It also switches on the enforcement of NetworkPolicies,
 * which Auto Mode otherwise takes and ignores. Workloads must wait for the whole component (`dependsOn`): a pod that starts before is never confined.
 *
 * Sources: EKS user guide, "Create a Node Class for Amazon EKS" and "Use Network Policies with EKS Auto Mode".
 *
 * @throws pulumi.ResourceError for a pool with the name `default`.
 */
export class AutoModeNodes extends pulumi.ComponentResource {
  constructor(name: string, args: AutoModeNodesArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("kubernetes", "AutoModeNodes"), name, {}, opts);
    if (RESERVED_NAME in args.pools) {
      throw new pulumi.ResourceError(
        `pools.${RESERVED_NAME}: no pool may have this name, since EKS keeps it for itself; rename the pool`,
        this,
        true,
      );
    }

    const enforcement = new kubernetes.core.v1.ConfigMap(
      `${name}-network-policy`,
      {
        metadata: { name: "amazon-vpc-cni", namespace: "kube-system", labels: { [LABELS.partOf]: PROJECT } },
        data: { "enable-network-policy-controller": "true" },
      },
      { parent: this },
    );
    for (const [key, pool] of Object.entries(args.pools)) {
      const nodeClass = this.nodeClass(`${name}-${key}`, key, pool, args);
      new kubernetes.apiextensions.CustomResource(
        `${name}-${key}`,
        {
          apiVersion: "karpenter.sh/v1",
          kind: "NodePool",
          metadata: { name: key, labels: { [LABELS.partOf]: PROJECT } },
          spec: nodePoolSpec(key, pool),
        },
        // In this order, nodes that the pool started are gone before what describes them.
        { parent: this, dependsOn: [nodeClass, enforcement] },
      );
    }
    this.registerOutputs({});
  }

  private nodeClass(
    name: string,
    key: string,
    { diskGiB }: AutoModePool,
    { nodeRoleName, subnetIds, securityGroupId }: AutoModeNodesArgs,
  ): kubernetes.apiextensions.CustomResource {
    return new kubernetes.apiextensions.CustomResource(
      `${name}-class`,
      {
        apiVersion: "eks.amazonaws.com/v1",
        kind: "NodeClass",
        metadata: { name: key, labels: { [LABELS.partOf]: PROJECT } },
        spec: {
          role: nodeRoleName,
          subnetSelectorTerms: subnetIds.map((id) => ({ id })),
          securityGroupSelectorTerms: [{ id: securityGroupId }],
          // Pods that no policy selects, such as those of kube-system, are left alone.
          networkPolicy: "DefaultAllow",
          // Auto Mode encrypts it.
          ephemeralStorage: { size: `${diskGiB}Gi` },
        },
      },
      { parent: this },
    );
  }
}
