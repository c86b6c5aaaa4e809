import type * as pulumi from "@pulumi/pulumi";
import test from "ava";

import { MetadataDatabase } from "../../../components/aws/metadata-database.js";
import { record } from "../components/kubernetes/recorder.js";
import { DATABASE } from "./database-example.js";

/** What the SDK itself adds. */
const SDK = { additionalSecretOutputs: ["password", "passwordWo"] };

test.serial("the database is private, encrypted, backed up and protected, and only nodes may connect", async (t) => {
  const registered = await record((opts) => {
    new MetadataDatabase("metadata", DATABASE, opts);
  });
  const logGroup = (log: string) => ({
    type: "aws:cloudwatch/logGroup:LogGroup",
    name: `metadata-${log}`,
    parent: "metadata",
    inputs: { name: `/aws/rds/instance/prod-metadata/${log}`, retentionInDays: 90 },
  });
  t.deepEqual(registered, [
    { type: "spark-platform:aws:MetadataDatabase", name: "metadata", inputs: {} },
    {
      type: "aws:rds/subnetGroup:SubnetGroup",
      name: "metadata",
      parent: "metadata",
      inputs: { description: "Managed by Pulumi", subnetIds: ["subnet-a", "subnet-b"] },
    },
    {
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "metadata",
      parent: "metadata",
      inputs: { vpcId: "vpc-1", description: "Postgres for the nodes of the cluster" },
    },
    {
      type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      name: "metadata",
      parent: "metadata",
      inputs: {
        securityGroupId: "metadata-id",
        description: "Connections from the nodes",
        referencedSecurityGroupId: "sg-nodes",
        ipProtocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
      },
    },
    {
      type: "aws:rds/parameterGroup:ParameterGroup",
      name: "metadata",
      parent: "metadata",
      inputs: {
        description: "Managed by Pulumi",
        family: "postgres17",
        parameters: [{ name: "rds.force_ssl", value: "1" }],
      },
    },
    logGroup("postgresql"),
    logGroup("upgrade"),
    {
      type: "aws:rds/instance:Instance",
      name: "metadata",
      parent: "metadata",
      dependsOn: ["metadata-postgresql", "metadata-upgrade"],
      options: { protect: true, ...SDK },
      inputs: {
        identifier: "prod-metadata",
        engine: "postgres",
        engineVersion: "17",
        autoMinorVersionUpgrade: true,
        allowMajorVersionUpgrade: true,
        instanceClass: "db.t4g.medium",
        multiAz: true,
        publiclyAccessible: false,
        port: 5432,
        username: "postgres",
        manageMasterUserPassword: true,
        caCertIdentifier: "rds-ca-rsa2048-g1",
        storageType: "gp3",
        allocatedStorage: 50,
        maxAllocatedStorage: 200,
        storageEncrypted: true,
        kmsKeyId: DATABASE.kmsKeyArn,
        masterUserSecretKmsKeyId: DATABASE.kmsKeyArn,
        performanceInsightsEnabled: true,
        performanceInsightsRetentionPeriod: 7,
        performanceInsightsKmsKeyId: DATABASE.kmsKeyArn,
        backupRetentionPeriod: 14,
        deleteAutomatedBackups: false,
        copyTagsToSnapshot: true,
        deletionProtection: true,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: "prod-metadata-final",
        enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
        dbSubnetGroupName: "name of metadata",
        vpcSecurityGroupIds: ["metadata-id"],
        parameterGroupName: "name of metadata",
      },
    },
  ]);
});

test.serial("a database without protection can be deleted at once, and its backups outlive it", async (t) => {
  const registered = await record((opts) => {
    new MetadataDatabase("metadata", { ...DATABASE, protect: false }, opts);
  });
  const instance = registered.at(-1);
  t.deepEqual(instance?.options, { protect: false, ...SDK });
  const { deletionProtection, skipFinalSnapshot, deleteAutomatedBackups, ...rest } = instance?.inputs as Record<
    string,
    unknown
  >;
  t.deepEqual([deletionProtection, skipFinalSnapshot, deleteAutomatedBackups], [false, true, false]);
  t.false("finalSnapshotIdentifier" in rest);
});

test.serial("clients learn where the database is and where its administrator's secret lies", async (t) => {
  const outputs: pulumi.Output<string>[] = [];
  await record((opts) => {
    const database = new MetadataDatabase("metadata", DATABASE, opts);
    outputs.push(database.host, database.adminSecretArn);
    t.is(database.port, 5432);
    t.is(database.adminUser, "postgres");
  });
  t.deepEqual(await Promise.all(outputs.map((output) => new Promise((resolve) => output.apply(resolve)))), [
    "address of metadata",
    "secret of metadata",
  ]);
});
