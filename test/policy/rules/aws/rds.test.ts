import test from "ava";

import { programs } from "../../aws-objects.js";
import { UNKNOWN } from "../../objects.js";
import { accepts, refuses } from "../../verdict.js";

const RULE = "rds-closed-encrypted";
const DATA = { storageEncrypted: true, backupRetentionPeriod: 7, manageMasterUserPassword: true };
const instance = programs("aws:rds/instance:Instance", { engine: "postgres", ...DATA });
const cluster = programs("aws:rds/cluster:Cluster", { engine: "aurora-postgresql", ...DATA });
const clusterInstance = programs("aws:rds/clusterInstance:ClusterInstance", { clusterIdentifier: "metadata" });

for (const [name, program] of [
  ["instance", instance],
  ["clusterInstance", clusterInstance],
] as const) {
  test(
    `a public ${name} is refused`,
    refuses,
    program("publiclyAccessible", true),
    [`${RULE} ${name}: publiclyAccessible is true: write false`],
    program("publiclyAccessible", false),
  );
  test(
    `whether a ${name} is public waits if it is not known yet`,
    refuses,
    program("publiclyAccessible", UNKNOWN),
    [`later ${name}: publiclyAccessible is not known yet`],
    program(),
  );
}
for (const [name, program] of [
  ["instance", instance],
  ["cluster", cluster],
] as const) {
  const line = `${RULE} ${name}: `;
  test(
    `a ${name} must say that it is encrypted`,
    refuses,
    program("storageEncrypted", undefined),
    [`${line}storageEncrypted is missing, which means clear text: write true`],
    program(),
  );
  test(
    `a ${name} in clear text is refused`,
    refuses,
    program("storageEncrypted", false),
    [`${line}storageEncrypted is false: write true`],
    program(),
  );
  test(
    `a ${name} must be backed up`,
    refuses,
    program("backupRetentionPeriod", 0),
    [`${line}backupRetentionPeriod is 0: write the days for which backups are kept, at least 1`],
    program("backupRetentionPeriod", 1),
  );
  test(
    `backups of a ${name} that are not known yet wait`,
    refuses,
    program("backupRetentionPeriod", UNKNOWN),
    [`later ${name}: backupRetentionPeriod is not known yet`],
    program(),
  );
}
test(
  "an instance is not backed up by default",
  refuses,
  instance("backupRetentionPeriod", undefined),
  [
    `${RULE} instance: backupRetentionPeriod is missing, which means no backups: write the days for which backups are kept, at least 1`,
  ],
  instance(),
);
test("a cluster is backed up by default", accepts, cluster("backupRetentionPeriod", undefined));
test(
  "a number of days in words is none",
  refuses,
  instance("backupRetentionPeriod", "7"),
  [`${RULE} instance: backupRetentionPeriod is "7": write the days for which backups are kept, at least 1`],
  instance("backupRetentionPeriod", 7),
);

const replica = programs("aws:rds/instance:Instance", { replicateSourceDb: "metadata" });
test("a replica is as encrypted and backed up as its source", accepts, replica());
test(
  "a replica is not open, though",
  refuses,
  replica("publiclyAccessible", true),
  [`${RULE} instance: publiclyAccessible is true: write false`],
  replica("replicateSourceDb", UNKNOWN),
);
test(
  "a replica of a cluster is as encrypted as its source",
  accepts,
  programs("aws:rds/cluster:Cluster", { replicationSourceIdentifier: "metadata" })(),
);

for (const [name, program, property] of [
  ["instance", instance, "password"],
  ["instance", instance, "passwordWo"],
  ["cluster", cluster, "masterPassword"],
  ["cluster", cluster, "masterPasswordWo"],
] as const) {
  test(
    `${property} is refused, and not shown`,
    refuses,
    program(property, "hunter2"),
    [`${RULE} ${name}: ${property} is given by the program: write manageMasterUserPassword: true instead`],
    program(),
  );
  test(
    `${property} waits if it is not known yet`,
    refuses,
    program(property, UNKNOWN),
    [`later ${name}: ${property} is not known yet`],
    program(),
  );
}
test("an RDS resource that holds no data is not judged", accepts, programs("aws:rds/subnetGroup:SubnetGroup", {})());
