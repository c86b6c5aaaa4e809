import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { componentType } from "../../vocabulary";
import { cidrPlan, type PlannedSubnet } from "./cidr-plan";
import { flowLog } from "./flow-log";
import type { AwsPlace } from "./iam-document";
import { gatewayEndpoint, interfaceEndpoints } from "./vpc-endpoints";
import type { InterfaceEndpoint } from "./vpc-endpoint-services";

/** Where a cluster and what belongs to it are placed, whoever made it: a VPC and private subnets in at least two zones. */
export interface ClusterNetwork {
  readonly vpcId: pulumi.Input<string>;
  readonly subnets: readonly { readonly zone: string; readonly cidr: string; readonly id: pulumi.Input<string> }[];
}

export interface NetworkArgs extends AwsPlace {
  /** Name of the cluster, from which everything here that has a name gets it. */
  readonly clusterName: string;
  /** Block of the VPC, a private one from /16 to /20. */
  readonly cidr: string;
  /** Two or three availability zones. One may be added at the end later; a subnet cannot move. */
  readonly zones: readonly string[];
  /**
   * `one`: a NAT gateway in the first zone, without which no zone reaches the internet. `perZone`: one in each, so that a zone can fail by itself and traffic
   * pays for no way between zones.
   */
  readonly nat: "one" | "perZone";
  /** Services of AWS that are reached without NAT, each for a price an hour and zone. S3 always is, for nothing. */
  readonly endpoints: readonly InterfaceEndpoint[];
  /** Days for which rejected connections are kept, one of {@link LOG_RETENTION_DAYS}. */
  readonly logDays: number;
}

type Subnet = PlannedSubnet & { readonly id: pulumi.Output<string> };

/**
 * A VPC for an EKS cluster: large private subnets for nodes and pods, small public ones for NAT gateways and load balancers. Nothing in it gets a public
 * address by itself. What runs in it must wait for the whole component (`dependsOn`): a subnet is there before its way out is.
 */
export class Network extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly privateSubnets: readonly Subnet[];
  private readonly clusterName: string;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("aws", "Network"), name, {}, opts);
    this.clusterName = args.clusterName;
    const plan = cidrPlan(args.cidr, args.zones);

    const vpc = this.vpc(name, args.cidr);
    const publicSubnets = this.subnets(name, "public", vpc, plan.public, { "kubernetes.io/role/elb": "1" });
    const internet = this.internetGateway(name, vpc, publicSubnets);
    const gateways = this.natGateways(name, args.nat, publicSubnets, internet);
    const privateSubnets = this.subnets(name, "private", vpc, plan.private, {
      "kubernetes.io/role/internal-elb": "1",
    });
    const routeTables = this.privateRoutes(name, vpc, privateSubnets, gateways);
    gatewayEndpoint(name, { vpc, ...args, routeTables }, this);
    interfaceEndpoints(name, { vpc, ...args, services: args.endpoints, subnets: privateSubnets }, this);
    flowLog(name, { vpc, ...args }, this);

    this.vpcId = vpc.id;
    this.privateSubnets = privateSubnets;
    this.registerOutputs({ vpcId: this.vpcId });
  }

  private vpc(name: string, cidr: string): aws.ec2.Vpc {
    const vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: this.clusterName } },
      { parent: this },
    );
    // AWS opens it for everything that it holds, and it holds whatever names no other.
    new aws.ec2.DefaultSecurityGroup(
      name,
      { vpcId: vpc.id, ingress: [], egress: [], tags: this.tags("default-closed") },
      { parent: this },
    );
    return vpc;
  }

  /** The tag tells load balancers which subnets are theirs. Source: EKS user guide, "Amazon EKS networking requirements", subnets. */
  private subnets(
    name: string,
    kind: "public" | "private",
    vpc: aws.ec2.Vpc,
    planned: readonly PlannedSubnet[],
    role: Readonly<Record<string, string>>,
  ): Subnet[] {
    return planned.map(({ zone, cidr }) => {
      const subnet = new aws.ec2.Subnet(
        `${name}-${kind}-${zone}`,
        {
          vpcId: vpc.id,
          availabilityZone: zone,
          cidrBlock: cidr,
          mapPublicIpOnLaunch: false,
          tags: { ...this.tags(`${kind}-${zone}`), ...role },
        },
        { parent: this },
      );
      return { zone, cidr, id: subnet.id };
    });
  }

  private internetGateway(name: string, vpc: aws.ec2.Vpc, subnets: readonly Subnet[]): aws.ec2.InternetGateway {
    const tags = this.tags("public");
    const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags }, { parent: this });
    const table = new aws.ec2.RouteTable(`${name}-public`, { vpcId: vpc.id, tags }, { parent: this });
    new aws.ec2.Route(
      `${name}-public-internet`,
      { routeTableId: table.id, destinationCidrBlock: ANYWHERE, gatewayId: gateway.id },
      { parent: this },
    );
    for (const { zone, id } of subnets) {
      new aws.ec2.RouteTableAssociation(
        `${name}-public-${zone}`,
        { subnetId: id, routeTableId: table.id },
        { parent: this },
      );
    }
    return gateway;
  }

  private natGateways(
    name: string,
    nat: NetworkArgs["nat"],
    subnets: readonly Subnet[],
    internet: aws.ec2.InternetGateway,
  ): ReadonlyMap<string, aws.ec2.NatGateway> {
    const placed = nat === "one" ? subnets.slice(0, 1) : subnets;
    return new Map(
      placed.map(({ zone, id }) => {
        const tags = this.tags(`nat-${zone}`);
        const address = new aws.ec2.Eip(`${name}-nat-${zone}`, { domain: "vpc", tags }, { parent: this });
        const gateway = new aws.ec2.NatGateway(
          `${name}-nat-${zone}`,
          { subnetId: id, allocationId: address.id, connectivityType: "public", tags },
          // AWS makes none before its way out is there, and takes the way out away only after it.
          { parent: this, dependsOn: [internet] },
        );
        return [zone, gateway];
      }),
    );
  }

  /** A table for each zone, also with one NAT gateway: with more of them routes change and nothing else. */
  private privateRoutes(
    name: string,
    vpc: aws.ec2.Vpc,
    subnets: readonly Subnet[],
    gateways: ReadonlyMap<string, aws.ec2.NatGateway>,
  ): aws.ec2.RouteTable[] {
    const [shared] = gateways.values();
    return subnets.map(({ zone, id }) => {
      const own = `${name}-private-${zone}`;
      const table = new aws.ec2.RouteTable(
        own,
        { vpcId: vpc.id, tags: this.tags(`private-${zone}`) },
        { parent: this },
      );
      new aws.ec2.RouteTableAssociation(own, { subnetId: id, routeTableId: table.id }, { parent: this });
      const gateway = gateways.get(zone) ?? shared;
      if (gateway !== undefined) {
        new aws.ec2.Route(
          `${own}-internet`,
          { routeTableId: table.id, destinationCidrBlock: ANYWHERE, natGatewayId: gateway.id },
          { parent: this },
        );
      }
      return table;
    });
  }

  private tags(part: string): { readonly Name: string } {
    return { Name: `${this.clusterName}-${part}` };
  }
}

const ANYWHERE = "0.0.0.0/0";
