/** A database for tests. */
import type { MetadataDatabaseArgs } from "../../../components/aws/metadata-database.js";

export const DATABASE: MetadataDatabaseArgs = {
  identifier: "prod-metadata",
  network: {
    vpcId: "vpc-1",
    subnets: [
      { zone: "eu-central-1a", cidr: "10.0.0.0/18", id: "subnet-a" },
      { zone: "eu-central-1b", cidr: "10.0.64.0/18", id: "subnet-b" },
    ],
  },
  clientSecurityGroupId: "sg-nodes",
  version: "17",
  instanceClass: "db.t4g.medium",
  storageGiB: 50,
  maxStorageGiB: 200,
  multiAz: true,
  backupDays: 14,
  logDays: 90,
  protect: true,
  kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1",
};
