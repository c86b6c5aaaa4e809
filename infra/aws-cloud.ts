/** What AWS gives to workloads: roles, buckets, the database. */

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AIRFLOW_LOG_PREFIX, dagStatements, dataStatements, logStatements } from "../components/aws/data-access";
import { DataBucket } from "../components/aws/data-bucket";
import type { EksCluster } from "../components/aws/eks-cluster";
import type { AwsPlace, Permission } from "../components/aws/iam-document";
import { LogBucket } from "../components/aws/log-bucket";
import { MetadataDatabase } from "../components/aws/metadata-database";
import type { ClusterNetwork } from "../components/aws/network";
import { type WorkloadIdentity, WorkloadRole } from "../components/aws/workload-role";
import type { BucketPrefix } from "../components/data";
import { type Account, type Cloud, type CloudDatabase, provided, type RoleAccess } from "./cloud";
import type { EksSettings, Settings } from "./settings";

/** What a cluster on AWS stands in. */
export interface AwsGround {
  readonly place: AwsPlace;
  readonly s3Cidrs: readonly string[];
  readonly network: ClusterNetwork;
  readonly cluster: EksCluster;
}

export function createCloud(settings: Settings, eks: EksSettings, ground: AwsGround, provider: aws.Provider): Cloud {
  const logs = createLogBucket(eks, ground, provider);
  const buckets = createBuckets(settings, ground, logs, provider);
  const database = createDatabase(settings, eks, ground, provider);
  const roleArns: Record<string, pulumi.Output<string>> = {};
  return {
    s3: { region: eks.region, credentials: eks.workloadIdentity },
    s3Cidrs: ground.s3Cidrs,
    endpointCidrs: ground.network.subnets.map(({ cidr }) => cidr),
    bucketName: (key) => provided(buckets[key], `buckets.${key}`),
    role(account, access) {
      const role = createRole(account, statements(access, settings, eks, ground), eks, ground, provider);
      roleArns[`${account.namespace}/${account.account}`] = role.roleArn;
      return { annotations: role.annotations, resource: role };
    },
    logs: { bucket: logs.bucketName, prefix: AIRFLOW_LOG_PREFIX },
    ...(database !== undefined && { database }),
    buckets: { ...buckets, logs: logs.bucketName },
    roleArns,
  };
}

/** Unique in all of AWS, since it holds account and region. Literal: the policies of those who write there name it. */
function logBucketName({ name, account, region }: EksSettings): string {
  return `${name}-logs-${account}-${region}`;
}

function createLogBucket(eks: EksSettings, { place }: AwsGround, provider: aws.Provider): LogBucket {
  const { logDays, protect } = eks;
  return new LogBucket("logs", { ...place, bucket: logBucketName(eks), logDays, protect }, { provider });
}

function createBuckets(
  { buckets }: Settings,
  { place }: AwsGround,
  logs: LogBucket,
  provider: aws.Provider,
): Record<string, pulumi.Input<string>> {
  const names = Object.entries(buckets).map(([key, bucket]): [string, pulumi.Input<string>] => {
    if (bucket.kind === "existing") return [key, bucket.name];
    const { name, protect, expireDays } = bucket;
    const made = new DataBucket(
      `bucket-${key}`,
      { ...place, bucket: name, protect, logBucket: logs.bucketName, ...(expireDays !== undefined && { expireDays }) },
      // S3 takes the target of access logs only when it lets S3 write there.
      { provider, dependsOn: [logs] },
    );
    return [key, made.bucketName];
  });
  return Object.fromEntries(names);
}

function createDatabase(
  { postgres }: Settings,
  { name, logDays }: EksSettings,
  { network, cluster }: AwsGround,
  provider: aws.Provider,
): CloudDatabase | undefined {
  if (postgres.kind === "pod") return undefined;
  const database = new MetadataDatabase(
    "postgres",
    {
      ...postgres,
      identifier: `${name}-postgres`,
      network,
      clientSecurityGroupId: cluster.securityGroupId,
      kmsKeyArn: cluster.kmsKeyArn,
      logDays,
    },
    { provider },
  );
  const { host, port, adminUser, adminSecretArn } = database;
  const cidrs = network.subnets.map(({ cidr }) => cidr);
  return {
    host,
    port,
    adminUser,
    adminPassword: passwordIn(adminSecretArn, provider),
    sslMode: "require",
    cidrs,
    resource: database,
  };
}

/** Read anew at every update: RDS changes it every week. */
function passwordIn(secretArn: pulumi.Output<string>, provider: aws.Provider): pulumi.Output<string> {
  const { secretString } = aws.secretsmanager.getSecretVersionOutput({ secretId: secretArn }, { provider });
  return pulumi.secret(secretString).apply((json) => (JSON.parse(json) as { password: string }).password);
}

function createRole(
  account: Account,
  permissions: readonly Permission[],
  { name, workloadIdentity }: EksSettings,
  { place, cluster }: AwsGround,
  provider: aws.Provider,
): WorkloadRole {
  const identity: WorkloadIdentity =
    workloadIdentity === "irsa"
      ? { kind: "irsa", providerArn: cluster.oidcProviderArn, issuer: cluster.oidcIssuer }
      : { kind: "podIdentity" };
  return new WorkloadRole(
    `role-${account.namespace}-${account.account}`,
    { ...place, clusterName: name, identity, account, statements: permissions },
    { provider, dependsOn: [cluster] },
  );
}

function statements(access: RoleAccess, settings: Settings, eks: EksSettings, { place }: AwsGround): Permission[] {
  const named = ({ bucket, prefix }: BucketPrefix) => ({
    bucket: provided(settings.buckets[bucket], `buckets.${bucket}`).name,
    prefix,
  });
  if (access.kind === "job") {
    const { read, write, glue } = access.data;
    return dataStatements({ read: read.map(named), write: write.map(named), glue }, place);
  }
  return [
    ...(access.logs ? logStatements(logBucketName(eks), place) : []),
    ...(access.dags === undefined ? [] : dagStatements(named(access.dags), place)),
  ];
}
