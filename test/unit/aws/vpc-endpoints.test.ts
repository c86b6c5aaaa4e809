import test from "ava";

import { made, parent, small } from "./network-example.js";

test.serial("interface endpoints answer in every private subnet, to the VPC only", async (t) => {
  const children = await made({ ...small, endpoints: ["ecr", "sts"] });
  const endpoint = (service: string) => ({
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    name: `net-${service}`,
    ...parent,
    inputs: {
      vpcId: "net-id",
      vpcEndpointType: "Interface",
      serviceName: `com.amazonaws.eu-central-1.${service}`,
      subnetIds: ["net-private-eu-central-1a-id", "net-private-eu-central-1b-id"],
      securityGroupIds: ["net-endpoints-id"],
      privateDnsEnabled: true,
      tags: { Name: `data-dev-${service}` },
    },
  });
  const plain = await made(small);
  t.deepEqual(
    children.filter(({ type, name }) => !plain.some((one) => one.type === type && one.name === name)),
    [
      {
        type: "aws:ec2/securityGroup:SecurityGroup",
        name: "net-endpoints",
        ...parent,
        inputs: {
          vpcId: "net-id",
          description: "Interface endpoints of the VPC",
          tags: { Name: "data-dev-endpoints" },
        },
      },
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        name: "net-endpoints-https",
        ...parent,
        inputs: {
          securityGroupId: "net-endpoints-id",
          description: "HTTPS from the VPC",
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrIpv4: "10.20.0.0/16",
          tags: { Name: "data-dev-endpoints" },
        },
      },
      endpoint("ecr.api"),
      endpoint("ecr.dkr"),
      endpoint("sts"),
    ],
  );
});
