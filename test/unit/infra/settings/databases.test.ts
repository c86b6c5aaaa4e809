import test from "ava";

import { refusesOnEks, smallestRds } from "../example-settings.js";

test(
  "a database on the disk of a node that may go",
  refusesOnEks,
  { "postgres.storage": { kind: "local", path: "/data", size: "5Gi" } },
  [
    'postgres.storage.kind = "local": must be class on a cluster of kind eks, whose nodes come and go, and with them what is on their disks; write kind: class and className: encrypted-gp3',
  ],
  { "postgres.storage": { kind: "class", className: "encrypted-gp3", size: "5Gi" } },
);

test(
  "no backups",
  refusesOnEks,
  { postgres: { ...smallestRds, backupDays: 0 } },
  ["postgres.backupDays = 0: must be a number of days, a whole number from 1 to 35; write it without quotes"],
  { "postgres.backupDays": 1 },
);

test(
  "a database that cannot grow",
  refusesOnEks,
  { postgres: { ...smallestRds, storageGiB: 50, maxStorageGiB: 54 } },
  [
    "postgres.maxStorageGiB = 54: must be at least a tenth more than postgres.storageGiB, which is 50: RDS grows in no smaller steps; write at least 55",
  ],
  {
    "postgres.maxStorageGiB": 55,
  },
);

test(
  "a version of PostgreSQL without quotes",
  refusesOnEks,
  { postgres: { ...smallestRds, version: 17 } },
  ['postgres.version = 17: must be a major version of PostgreSQL, in quotes; write for example "17"'],
  {
    "postgres.version": "16",
  },
);

test(
  "a type of EC2 in place of a class of RDS",
  refusesOnEks,
  { postgres: { ...smallestRds, instanceClass: "t4g.medium" } },
  ['postgres.instanceClass = "t4g.medium": must be a class of RDS instances; write for example db.t4g.medium'],
  { "postgres.instanceClass": "db.t4g.medium" },
);

test(
  "storage of a pod for RDS",
  refusesOnEks,
  { postgres: { ...smallestRds, storage: { kind: "class", className: "x", size: "5Gi" } } },
  ["postgres.storage = {…}: is not a setting; did you mean storageGiB?"],
  { "postgres.storage": undefined },
);
