/** The groups that the component makes beside the one that EKS itself makes, unless it is told not to. */
import type { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import type { SecurityGroupRule } from "@pulumi/aws/ec2/securityGroupRule.js";
import * as pulumi from "@pulumi/pulumi";

import { ec2 } from "./sdk.js";

type Tags = Record<string, string>;

const ALL = { fromPort: 0, toPort: 0, protocol: "-1" };
const HTTPS = { fromPort: 443, toPort: 443, protocol: "tcp" };

export function createClusterGroup(
  name: string,
  vpcId: pulumi.Input<string>,
  tags: pulumi.Output<Tags>,
  parent: pulumi.Resource,
): SecurityGroup {
  const own = `${name}-eksClusterSecurityGroup`;
  const group = new ec2.SecurityGroup(
    own,
    { vpcId, revokeRulesOnDelete: true, tags: tags.apply((others) => ({ Name: own, ...others })) },
    { parent },
  );
  new ec2.SecurityGroupRule(
    `${name}-eksClusterInternetEgressRule`,
    {
      ...ALL,
      description: "Allow internet access.",
      type: "egress",
      cidrBlocks: ["0.0.0.0/0"],
      securityGroupId: group.id,
    },
    { parent },
  );
  return group;
}

export interface NodeGroupSecurity {
  readonly group: SecurityGroup;
  readonly clusterIngressRule: SecurityGroupRule;
}

export function createNodeGroup(
  name: string,
  vpcId: pulumi.Input<string>,
  clusterGroup: pulumi.Input<string>,
  clusterName: pulumi.Input<string>,
  tags: pulumi.Output<Tags>,
  parent: pulumi.Resource,
): NodeGroupSecurity {
  const own = `${name}-nodeSecurityGroup`;
  const allTags = pulumi
    .all([tags, clusterName])
    .apply(([others, cluster]) => ({ Name: own, [`kubernetes.io/cluster/${cluster}`]: "owned", ...others }));
  const group = new ec2.SecurityGroup(own, { vpcId, revokeRulesOnDelete: true, tags: allTags }, { parent });
  const [toNodes, fromCluster] = [{ securityGroupId: group.id }, { sourceSecurityGroupId: clusterGroup }];
  const rule = (suffix: string, args: ConstructorParameters<typeof ec2.SecurityGroupRule>[1]) =>
    new ec2.SecurityGroupRule(`${name}-${suffix}`, args, { parent });
  rule("eksNodeIngressRule", { ...ALL, ...toNodes, type: "ingress", self: true });
  rule("eksNodeClusterIngressRule", {
    ...toNodes,
    ...fromCluster,
    type: "ingress",
    fromPort: 1025,
    toPort: 65_535,
    protocol: "tcp",
  });
  rule("eksExtApiServerClusterIngressRule", { ...HTTPS, ...toNodes, ...fromCluster, type: "ingress" });
  rule("eksNodeInternetEgressRule", { ...ALL, ...toNodes, type: "egress", cidrBlocks: ["0.0.0.0/0"] });
  const clusterIngressRule = rule("eksClusterIngressRule", {
    ...HTTPS,
    type: "ingress",
    securityGroupId: clusterGroup,
    sourceSecurityGroupId: group.id,
  });
  return { group, clusterIngressRule };
}
