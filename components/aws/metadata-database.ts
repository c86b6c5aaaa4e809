import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { componentType, PORTS } from "../../vocabulary";
import type { ClusterNetwork } from "./network";

export interface MetadataDatabaseArgs {
  /** Name of the instance, unique in account and region. Plain, because the name of its log group follows from it. */
  readonly identifier: string;
  /** Private subnets of at least two zones, as RDS demands also for an instance that runs in one. */
  readonly network: ClusterNetwork;
  /** Security group of the nodes: the only one that may connect. */
  readonly clientSecurityGroupId: pulumi.Input<string>;
  /** Major version of PostgreSQL, for example `17`. A change of it upgrades the database. */
  readonly version: string;
  /** For example `db.t4g.medium`. */
  readonly instanceClass: string;
  readonly storageGiB: number;
  /** Up to where RDS enlarges the storage when it fills up. */
  readonly maxStorageGiB: number;
  /** Whether a standby in a second zone takes over when the first one fails. */
  readonly multiAz: boolean;
  /** Days for which backups are kept, at least 1. */
  readonly backupDays: number;
  /** Days for which CloudWatch keeps the database's log. */
  readonly logDays: number;
  /** Whether Pulumi and RDS refuse to delete the database. */
  readonly protect: boolean;
  /** Encrypts storage, backups, insights and the administrator's password. */
  readonly kmsKeyArn: pulumi.Input<string>;
}

/** RDS reserves the word "admin". */
const ADMIN_USER = "postgres";

/** Days of query statistics that cost nothing. */
const INSIGHTS_DAYS = 7;

/** Logs that RDS hands to CloudWatch. */
const LOGS = ["postgresql", "upgrade"] as const;

/**
 * PostgreSQL on RDS, for Airflow's metadata and the warehouse: private, encrypted, TLS only, backed up. RDS draws the administrator's password, keeps it in Secrets
 * Manager and changes it every week: whoever needs it reads it there, each time.
 */
export class MetadataDatabase extends pulumi.ComponentResource {
  public readonly host: pulumi.Output<string>;
  public readonly port = PORTS.postgres;
  public readonly adminUser = ADMIN_USER;
  /** Secret in Secrets Manager with the keys `username` and `password`. */
  public readonly adminSecretArn: pulumi.Output<string>;

  constructor(name: string, args: MetadataDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("aws", "MetadataDatabase"), name, {}, opts);
    const inside = { parent: this };
    const subnetGroup = new aws.rds.SubnetGroup(name, { subnetIds: args.network.subnets.map(({ id }) => id) }, inside);
    const securityGroup = this.securityGroup(name, args);
    const parameterGroup = new aws.rds.ParameterGroup(
      name,
      { family: `postgres${args.version}`, parameters: [{ name: "rds.force_ssl", value: "1" }] },
      inside,
    );
    const logGroups = LOGS.map((log) => this.logGroup(name, log, args));
    const instance = new aws.rds.Instance(
      name,
      {
        ...engine(args),
        ...storage(args),
        ...safety(args),
        dbSubnetGroupName: subnetGroup.name,
        vpcSecurityGroupIds: [securityGroup.id],
        parameterGroupName: parameterGroup.name,
      },
      { ...inside, protect: args.protect, dependsOn: logGroups },
    );
    this.host = instance.address;
    this.adminSecretArn = instance.masterUserSecrets.apply(adminSecret);
    this.registerOutputs({ host: this.host, adminSecretArn: this.adminSecretArn });
  }

  /** Lets nothing in but connections of the clients, and nothing out. */
  private securityGroup(name: string, { network, clientSecurityGroupId }: MetadataDatabaseArgs): aws.ec2.SecurityGroup {
    const group = new aws.ec2.SecurityGroup(
      name,
      { vpcId: network.vpcId, description: "Postgres for the nodes of the cluster" },
      { parent: this },
    );
    new aws.vpc.SecurityGroupIngressRule(
      name,
      {
        securityGroupId: group.id,
        description: "Connections from the nodes",
        referencedSecurityGroupId: clientSecurityGroupId,
        ipProtocol: "tcp",
        fromPort: PORTS.postgres,
        toPort: PORTS.postgres,
      },
      { parent: this },
    );
    return group;
  }

  /** Made before RDS would: one that RDS makes is kept for ever, and stays when the stack is gone. */
  private logGroup(
    name: string,
    log: (typeof LOGS)[number],
    { identifier, logDays }: MetadataDatabaseArgs,
  ): pulumi.Resource {
    return new aws.cloudwatch.LogGroup(
      `${name}-${log}`,
      { name: `/aws/rds/instance/${identifier}/${log}`, retentionInDays: logDays },
      { parent: this },
    );
  }
}

function engine({ identifier, version, instanceClass, multiAz }: MetadataDatabaseArgs) {
  return {
    identifier,
    engine: "postgres",
    engineVersion: version,
    autoMinorVersionUpgrade: true,
    // The version is a setting of the stack: a change of it is meant.
    allowMajorVersionUpgrade: true,
    instanceClass,
    multiAz,
    publiclyAccessible: false,
    port: PORTS.postgres,
    username: ADMIN_USER,
    manageMasterUserPassword: true,
    // Of the authorities that RDS offers the longest-lived that every client knows.
    caCertIdentifier: "rds-ca-rsa2048-g1",
  };
}

function storage({ storageGiB, maxStorageGiB, kmsKeyArn }: MetadataDatabaseArgs) {
  return {
    storageType: "gp3",
    allocatedStorage: storageGiB,
    maxAllocatedStorage: maxStorageGiB,
    storageEncrypted: true,
    kmsKeyId: kmsKeyArn,
    masterUserSecretKmsKeyId: kmsKeyArn,
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: INSIGHTS_DAYS,
    performanceInsightsKmsKeyId: kmsKeyArn,
  };
}

/** What keeps data: also of a database that was deleted, for as long as its backups last. */
function safety({ identifier, backupDays, protect }: MetadataDatabaseArgs) {
  return {
    backupRetentionPeriod: backupDays,
    deleteAutomatedBackups: false,
    copyTagsToSnapshot: true,
    deletionProtection: protect,
    skipFinalSnapshot: !protect,
    ...(protect && { finalSnapshotIdentifier: `${identifier}-final` }),
    enabledCloudwatchLogsExports: [...LOGS],
  };
}

function adminSecret(secrets: readonly { readonly secretArn: string }[]): string {
  const [secret] = secrets;
  if (secret === undefined)
    throw new pulumi.RunError("RDS made no secret for the administrator of the database; run up again");
  return secret.secretArn;
}
