/** Ways from a VPC to services of AWS that do not lead through its NAT gateways. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { INTERFACE_ENDPOINTS, type InterfaceEndpoint } from "./vpc-endpoint-services";

interface EndpointPlace {
  readonly vpc: aws.ec2.Vpc;
  readonly region: string;
  /** Name of the cluster in the VPC. */
  readonly clusterName: string;
}

/** S3, which costs nothing this way: everything that Spark reads and writes, and the layers of images. */
export function gatewayEndpoint(
  name: string,
  { vpc, region, clusterName, routeTables }: EndpointPlace & { readonly routeTables: readonly aws.ec2.RouteTable[] },
  parent: pulumi.Resource,
): void {
  new aws.ec2.VpcEndpoint(
    `${name}-s3`,
    {
      vpcId: vpc.id,
      vpcEndpointType: "Gateway",
      serviceName: `com.amazonaws.${region}.s3`,
      routeTableIds: routeTables.map(({ id }) => id),
      tags: { Name: `${clusterName}-s3` },
    },
    { parent },
  );
}

/** The services answer at addresses of the private subnets, by their usual names, to the VPC alone. */
export function interfaceEndpoints(
  name: string,
  args: EndpointPlace & {
    readonly services: readonly InterfaceEndpoint[];
    readonly subnets: readonly { readonly id: pulumi.Input<string> }[];
  },
  parent: pulumi.Resource,
): void {
  const { vpc, region, clusterName, services, subnets } = args;
  if (services.length === 0) return;
  const group = endpointGroup(name, args, parent);
  for (const service of services.flatMap((key) => INTERFACE_ENDPOINTS[key])) {
    new aws.ec2.VpcEndpoint(
      `${name}-${service}`,
      {
        vpcId: vpc.id,
        vpcEndpointType: "Interface",
        serviceName: `com.amazonaws.${region}.${service}`,
        subnetIds: subnets.map(({ id }) => id),
        securityGroupIds: [group.id],
        privateDnsEnabled: true,
        tags: { Name: `${clusterName}-${service}` },
      },
      { parent },
    );
  }
}

function endpointGroup(
  name: string,
  { vpc, clusterName }: EndpointPlace,
  parent: pulumi.Resource,
): aws.ec2.SecurityGroup {
  const tags = { Name: `${clusterName}-endpoints` };
  const group = new aws.ec2.SecurityGroup(
    `${name}-endpoints`,
    { vpcId: vpc.id, description: "Interface endpoints of the VPC", tags },
    { parent },
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-endpoints-https`,
    {
      securityGroupId: group.id,
      description: "HTTPS from the VPC",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: vpc.cidrBlock,
      tags,
    },
    { parent },
  );
  return group;
}
