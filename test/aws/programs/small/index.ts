/** A network, a cluster with one node group, and a database: little, but of everything that stands on something else. */
import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";

interface Settings {
  readonly version: string;
  readonly pool: string;
  readonly nodes: number;
  /** Default: those of the VPC. */
  readonly foreignVpc?: string;
  readonly deletionProtection?: boolean;
}

const settings = new pulumi.Config().requireObject<Settings>("small");
const provider = new aws.Provider("aws", { region: "eu-central-1", defaultTags: { tags: { stack: "small" } } });
const options = { provider };

const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", tags: { Name: "small" } }, options);
const subnets = ["a", "b"].map(
  (letter, index) =>
    new aws.ec2.Subnet(
      `private-${letter}`,
      {
        vpcId: settings.foreignVpc ?? vpc.id,
        cidrBlock: `10.0.${index * 32}.0/19`,
        availabilityZone: `eu-central-1${letter}`,
      },
      options,
    ),
);
const subnetIds = subnets.map(({ id }) => id);

function role(name: string, service: string): aws.iam.Role {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return new aws.iam.Role(name, { assumeRolePolicy }, options);
}

const key = new aws.kms.Key("secrets", {}, options);
const cluster = new eks.Cluster(
  "main",
  {
    name: "small",
    version: settings.version,
    vpcId: vpc.id,
    privateSubnetIds: subnetIds,
    endpointPrivateAccess: true,
    endpointPublicAccess: false,
    authenticationMode: "API",
    serviceRole: role("cluster", "eks.amazonaws.com"),
    encryptionConfigKeyArn: key.arn,
    enabledClusterLogTypes: ["api", "audit"],
    accessEntries: {
      admin: {
        principalArn: "arn:aws:iam::111122223333:role/admin",
        accessPolicies: {
          cluster: {
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            accessScope: { type: "cluster" },
          },
        },
      },
    },
    skipDefaultNodeGroup: true,
    skipDefaultSecurityGroups: true,
    createInstanceRole: false,
    createOidcProvider: true,
    kubeProxyAddonOptions: { enabled: true, version: "v1.35.0-eksbuild.2" },
    vpcCniOptions: { addonVersion: "v1.21.0-eksbuild.1", enableNetworkPolicy: true },
  },
  { providers: { aws: provider } },
);

const template = new aws.ec2.LaunchTemplate("nodes", { metadataOptions: { httpTokens: "required" } }, options);
new aws.eks.NodeGroup(
  "nodes",
  {
    clusterName: cluster.eksCluster.name,
    nodeGroupName: settings.pool,
    nodeRoleArn: role("nodes", "ec2.amazonaws.com").arn,
    subnetIds,
    scalingConfig: { minSize: 0, desiredSize: settings.nodes, maxSize: 5 },
    launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
    labels: { pool: settings.pool },
  },
  options,
);

const clients = new aws.ec2.SecurityGroup("database", { vpcId: vpc.id }, options);
new aws.vpc.SecurityGroupIngressRule(
  "database",
  {
    securityGroupId: clients.id,
    referencedSecurityGroupId: cluster.clusterSecurityGroupId,
    ipProtocol: "tcp",
    fromPort: 5432,
    toPort: 5432,
  },
  options,
);
const database = new aws.rds.Instance(
  "metadata",
  {
    identifier: "small-metadata",
    engine: "postgres",
    engineVersion: "17",
    instanceClass: "db.t4g.medium",
    allocatedStorage: 20,
    username: "platform",
    manageMasterUserPassword: true,
    storageEncrypted: true,
    dbSubnetGroupName: new aws.rds.SubnetGroup("metadata", { subnetIds }, options).name,
    vpcSecurityGroupIds: [clients.id],
    skipFinalSnapshot: true,
    deletionProtection: settings.deletionProtection ?? false,
  },
  options,
);

const secret = database.masterUserSecrets.apply(([first]) => first?.secretArn ?? "");
export const password = aws.secretsmanager.getSecretVersionOutput({ secretId: secret }, options).secretString;
export const clusterArn = cluster.eksCluster.arn;
export const kubeconfig = cluster.kubeconfigJson;
export const vpcOfCluster = cluster.core.vpcId;
export const databaseHost = database.address;
