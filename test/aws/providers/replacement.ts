/**
 * What cannot be changed in AWS once it is there. Everything else is updated in place.
 *
 * Sources: the arguments that the resource's page in the documentation of the Terraform AWS provider (version 6, which `@pulumi/aws` 7 is made from) marks
 * with "Forces new resource", and where it does not say so the API operation that could change them and has no such parameter. `modify` names that
 * operation in AWS' API reference.
 */
interface Fixed {
  /** Dotted paths; what is below one is fixed as well. */
  readonly properties: readonly string[];
  /** The API operation that changes the rest, or `none` where nothing but tags can be changed. */
  readonly modify: string;
}

const FIXED: Readonly<Record<string, Fixed>> = {
  "aws:ec2/vpc:Vpc": { properties: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"], modify: "ModifyVpcAttribute" },
  "aws:ec2/subnet:Subnet": {
    properties: ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6Native", "outpostArn"],
    modify: "ModifySubnetAttribute",
  },
  // A gateway can be detached from one VPC and attached to another.
  "aws:ec2/internetGateway:InternetGateway": { properties: [], modify: "AttachInternetGateway" },
  "aws:ec2/eip:Eip": {
    properties: ["domain", "address", "publicIpv4Pool", "networkBorderGroup"],
    modify: "AssociateAddress",
  },
  "aws:ec2/natGateway:NatGateway": {
    properties: ["allocationId", "subnetId", "connectivityType", "privateIp", "availabilityMode", "vpcId"],
    modify: "AssociateNatGatewayAddress",
  },
  "aws:ec2/routeTable:RouteTable": { properties: ["vpcId"], modify: "ReplaceRoute" },
  "aws:ec2/route:Route": {
    properties: ["routeTableId", "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"],
    modify: "ReplaceRoute",
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    properties: ["subnetId", "gatewayId"],
    modify: "ReplaceRouteTableAssociation",
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    properties: ["vpcId", "serviceName", "serviceRegion", "vpcEndpointType", "resourceConfigurationArn"],
    modify: "ModifyVpcEndpoint",
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    properties: ["name", "namePrefix", "description", "vpcId"],
    modify: "AuthorizeSecurityGroupIngress",
  },
  "aws:ec2/securityGroupRule:SecurityGroupRule": {
    properties: [
      ...["securityGroupId", "type", "protocol", "fromPort", "toPort", "self"],
      ...["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "sourceSecurityGroupId"],
    ],
    modify: "UpdateSecurityGroupRuleDescriptionsIngress",
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    properties: ["securityGroupId"],
    modify: "ModifySecurityGroupRules",
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    properties: ["securityGroupId"],
    modify: "ModifySecurityGroupRules",
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    properties: ["name", "namePrefix"],
    modify: "CreateLaunchTemplateVersion",
  },
  "aws:ec2/flowLog:FlowLog": {
    properties: [
      ...["vpcId", "subnetId", "eniId", "trafficType", "logDestination", "logDestinationType", "logFormat"],
      ...["iamRoleArn", "maxAggregationInterval", "destinationOptions"],
    ],
    modify: "none",
  },
  "aws:eks/cluster:Cluster": {
    properties: [
      ...["name", "roleArn", "bootstrapSelfManagedAddons", "encryptionConfig", "outpostConfig"],
      ...["accessConfig.bootstrapClusterCreatorAdminPermissions"],
      ...["kubernetesNetworkConfig.serviceIpv4Cidr", "kubernetesNetworkConfig.ipFamily"],
    ],
    modify: "UpdateClusterConfig, UpdateClusterVersion",
  },
  "aws:eks/nodeGroup:NodeGroup": {
    properties: [
      ...["clusterName", "nodeGroupName", "nodeGroupNamePrefix", "nodeRoleArn", "subnetIds", "amiType", "capacityType"],
      ...["diskSize", "instanceTypes", "remoteAccess", "launchTemplate.id", "launchTemplate.name"],
    ],
    modify: "UpdateNodegroupConfig, UpdateNodegroupVersion",
  },
  "aws:eks/fargateProfile:FargateProfile": {
    properties: ["clusterName", "fargateProfileName", "podExecutionRoleArn", "selectors", "subnetIds"],
    modify: "none",
  },
  "aws:eks/addon:Addon": { properties: ["clusterName", "addonName", "namespaceConfig"], modify: "UpdateAddon" },
  "aws:eks/accessEntry:AccessEntry": {
    properties: ["clusterName", "principalArn", "type"],
    modify: "UpdateAccessEntry",
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    properties: ["clusterName", "principalArn", "policyArn", "accessScope"],
    modify: "none",
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    properties: ["clusterName", "namespace", "serviceAccount"],
    modify: "UpdatePodIdentityAssociation",
  },
  "aws:iam/role:Role": { properties: ["name", "namePrefix", "path"], modify: "UpdateRole, UpdateAssumeRolePolicy" },
  "aws:iam/policy:Policy": { properties: ["name", "namePrefix", "path", "description"], modify: "CreatePolicyVersion" },
  "aws:iam/rolePolicy:RolePolicy": { properties: ["name", "namePrefix", "role"], modify: "PutRolePolicy" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { properties: ["role", "policyArn"], modify: "none" },
  "aws:iam/instanceProfile:InstanceProfile": {
    properties: ["name", "namePrefix", "path"],
    modify: "AddRoleToInstanceProfile",
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    properties: ["url"],
    modify: "UpdateOpenIDConnectProviderThumbprint, AddClientIDToOpenIDConnectProvider",
  },
  "aws:kms/key:Key": {
    properties: ["customerMasterKeySpec", "keyUsage", "customKeyStoreId", "multiRegion", "xksKeyId"],
    modify: "PutKeyPolicy",
  },
  "aws:kms/alias:Alias": { properties: ["name", "namePrefix"], modify: "UpdateAlias" },
  "aws:s3/bucket:Bucket": {
    properties: ["bucket", "bucketPrefix", "bucketNamespace", "objectLockEnabled"],
    modify: "PutBucketTagging",
  },
  "aws:rds/instance:Instance": {
    properties: [
      ...[
        "availabilityZone",
        "characterSetName",
        "dbName",
        "engine",
        "kmsKeyId",
        "storageEncrypted",
        "timezone",
        "username",
      ],
      ...["snapshotIdentifier", "restoreToPointInTime", "s3Import", "customIamInstanceProfile", "backupTarget"],
    ],
    modify: "ModifyDBInstance",
  },
  "aws:rds/subnetGroup:SubnetGroup": { properties: ["name", "namePrefix"], modify: "ModifyDBSubnetGroup" },
  "aws:rds/parameterGroup:ParameterGroup": {
    properties: ["name", "namePrefix", "family", "description"],
    modify: "ModifyDBParameterGroup",
  },
  "aws:secretsmanager/secret:Secret": { properties: ["name", "namePrefix"], modify: "UpdateSecret" },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    properties: ["secretId", "secretString", "secretBinary"],
    modify: "PutSecretValue",
  },
  "aws:ecr/repository:Repository": {
    properties: ["name", "encryptionConfigurations"],
    modify: "PutImageTagMutability",
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": { properties: ["repository", "policy"], modify: "none" },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": { properties: ["repository"], modify: "SetRepositoryPolicy" },
  "aws:cloudwatch/logGroup:LogGroup": {
    properties: ["name", "namePrefix", "logGroupClass"],
    modify: "PutRetentionPolicy, AssociateKmsKey",
  },
};

/** What another resource gives these is which one they are about. */
const SUBRESOURCE_OF_BUCKET = "bucket";

/** Whether a changed property makes a new resource. `path` is dotted and leads to what differs. */
export function forcesReplacement(type: string, path: string): boolean {
  return [...fixedProperties(type), "region"].some(
    (fixed) => `${path}.`.startsWith(`${fixed}.`) || fixed.startsWith(`${path}.`),
  );
}

function fixedProperties(type: string): readonly string[] {
  const fixed = FIXED[type];
  if (fixed !== undefined) return fixed.properties;
  return type.startsWith("aws:s3/") ? [SUBRESOURCE_OF_BUCKET] : [];
}

/** The types that the list speaks of. */
export const LISTED_TYPES = Object.keys(FIXED);
export { FIXED };
