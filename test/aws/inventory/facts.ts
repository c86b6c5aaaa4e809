/** What a golden inventory tells of a resource besides its type and name: who gets in, who may do what, what is encrypted and what outlives a mistake. */
import { stringify } from "yaml";

import { isProperties, type Properties, UNKNOWN, type Value } from "../providers/values.js";

/** A resource as `pulumi preview --json` has it. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly protect?: boolean;
  readonly inputs?: Properties;
}

const POD_TEMPLATE = [
  "serviceAccountName",
  "automountServiceAccountToken",
  "hostNetwork",
  "securityContext",
  "containers.*.securityContext",
  "nodeSelector",
  "tolerations",
];

const podsAt = (path: string): string[] => POD_TEMPLATE.map((fact) => `${path}.spec.${fact}`);

/** Paths into the inputs by type. A `*` stands for every element of a list. */
const FACTS: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/logGroup:LogGroup": ["retentionInDays", "kmsKeyId"],
  "aws:ec2/launchTemplate:LaunchTemplate": ["metadataOptions", "blockDeviceMappings.*.ebs.encrypted"],
  "aws:ec2/securityGroup:SecurityGroup": ["ingress", "egress"],
  "aws:ec2/subnet:Subnet": ["availabilityZone", "cidrBlock", "mapPublicIpOnLaunch"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["serviceName", "vpcEndpointType", "policy"],
  "aws:eks/accessEntry:AccessEntry": ["principalArn", "type"],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": ["principalArn", "policyArn", "accessScope"],
  "aws:eks/addon:Addon": ["addonName", "addonVersion", "configurationValues"],
  "aws:eks/cluster:Cluster": [
    ...["version", "upgradePolicy.supportType", "deletionProtection", "enabledClusterLogTypes"],
    ...["accessConfig", "encryptionConfig.resources", "computeConfig.nodePools"],
    ...["vpcConfig.endpointPrivateAccess", "vpcConfig.endpointPublicAccess", "vpcConfig.publicAccessCidrs"],
  ],
  "aws:eks/nodeGroup:NodeGroup": ["capacityType", "instanceTypes", "labels", "taints"],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["namespace", "serviceAccount"],
  "aws:iam/role:Role": ["assumeRolePolicy"],
  "aws:iam/rolePolicy:RolePolicy": ["policy"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["policyArn"],
  "aws:kms/key:Key": ["enableKeyRotation", "deletionWindowInDays", "policy"],
  "aws:rds/instance:Instance": [
    ...["engineVersion", "storageEncrypted", "publiclyAccessible", "manageMasterUserPassword", "deletionProtection"],
    ...["multiAz", "backupRetentionPeriod", "skipFinalSnapshot"],
  ],
  "aws:s3/bucket:Bucket": ["bucket", "forceDestroy"],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ["rule"],
  "aws:s3/bucketPolicy:BucketPolicy": ["policy"],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [
    ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"],
  ],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ["rules"],
  "aws:s3/bucketVersioning:BucketVersioning": ["versioningConfiguration"],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["cidrIpv4", "ipProtocol", "fromPort", "toPort"],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["cidrIpv4", "ipProtocol", "fromPort", "toPort"],
  "kubernetes:apps/v1:Deployment": podsAt("spec.template"),
  "kubernetes:apps/v1:StatefulSet": podsAt("spec.template"),
  "kubernetes:batch/v1:CronJob": podsAt("spec.jobTemplate.spec.template"),
  "kubernetes:batch/v1:Job": podsAt("spec.template"),
  "kubernetes:core/v1:Namespace": ["metadata.labels"],
  "kubernetes:core/v1:ServiceAccount": ["metadata.annotations", "automountServiceAccountToken"],
  "kubernetes:eks.amazonaws.com/v1:NodeClass": ["spec.networkPolicy"],
  "kubernetes:karpenter.sh/v1:NodePool": ["spec.template.metadata.labels", "spec.template.spec.taints"],
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": ["spec.policyTypes"],
  "kubernetes:rbac.authorization.k8s.io/v1:Role": ["rules"],
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": ["subjects.*.name"],
  "kubernetes:storage.k8s.io/v1:StorageClass": ["parameters", "reclaimPolicy"],
};

/** The inventory as YAML, by type and name. What is not known before the first `up` is written as that. */
export function inventory(resources: readonly PlannedResource[]): string {
  const lines = resources.map((resource) => [titleOf(resource), factsOf(resource)] as const);
  return stringify(Object.fromEntries(lines.sort(([a], [b]) => (a < b ? -1 : 1))), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
}

function titleOf({ urn, type }: PlannedResource): string {
  return `${type} ${urn.split("::").pop() ?? ""}`;
}

function factsOf({ type, protect, inputs = {} }: PlannedResource): Properties {
  const facts = (FACTS[type] ?? []).flatMap((path) => {
    const value = valueAt(inputs, path.split("."));
    return value === undefined ? [] : [[path, readable(value)] as const];
  });
  return { ...(protect === true && { protect }), ...Object.fromEntries(facts) };
}

function valueAt(value: Value | undefined, [key, ...rest]: readonly string[]): Value | undefined {
  if (key === undefined) return value;
  if (key === "*") return Array.isArray(value) ? value.flatMap((item) => valueAt(item, rest) ?? []) : undefined;
  return isProperties(value) ? valueAt(value[key], rest) : undefined;
}

/** Documents of IAM are text. */
function readable(value: Value): Value {
  if (value === UNKNOWN) return "(known after the first up)";
  if (typeof value === "string" && /^[[{]/.test(value)) return readable(JSON.parse(value) as Value);
  if (Array.isArray(value)) return value.map(readable);
  if (!isProperties(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readable(item)]));
}
