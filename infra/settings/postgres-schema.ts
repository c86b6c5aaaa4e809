/** Schema of the database server: a pod of the platform, or an instance of RDS. */

import { z } from "zod";
import { kinds, section } from "./shapes";
import { absolutePath, bytes, cpu, dnsLabel, text, textThat, trueOrFalse, wholeNumber } from "./values";

const pod = section({
  /** A pod, and a volume for its data. */
  kind: z.literal("pod"),
  /** Namespace of the database. Default: `postgres`. */
  namespace: dnsLabel("a namespace", "postgres").prefault("postgres"),
  /** Where the data lies. Required: data must not move because a default did. */
  storage: z.discriminatedUnion(
    "kind",
    [
      section({
        /** A directory on the node, a static PersistentVolume; for clusters of one node. */
        kind: z.literal("local"),
        /** Directory on the node; it must exist and belong to uid 999. */
        path: absolutePath("a directory on the node", "/var/lib/spark-platform/postgres"),
        /** Bytes with unit that the volume claims to have; nothing enforces it. */
        size: bytes("5Gi"),
      }),
      section({
        /** A volume that a StorageClass of the cluster provisions. */
        kind: z.literal("class"),
        /** Name of the StorageClass. */
        className: text("the name of a StorageClass", "standard"),
        /** Bytes with unit. */
        size: bytes("20Gi"),
      }),
    ],
    kinds("local", "class"),
  ),
  /** Whether an `up` or `destroy` that would delete the data is refused: namespace, claim and volume. Default true: nothing brings it back. */
  protect: trueOrFalse("whether Pulumi refuses to delete the data").prefault(true),
  /** Cores set aside; idle ones may be used too, up to four times as many. Default `500m`: Airflow's metadata and a small warehouse. */
  cpu: cpu("500m").prefault("500m"),
  /** Bytes with unit set aside, and the most that the server gets. Default `512Mi`, for the same load. */
  memory: bytes("512Mi").prefault("512Mi"),
});

/** RDS' own bounds for gp3. Source: RDS user guide, "Amazon RDS DB instance storage". */
const STORAGE_GIB = { least: 20, most: 65_536 };

const rds = section({
  /** An instance of RDS. Of a stack whose cluster is of kind `eks`. */
  kind: z.literal("rds"),
  /** Namespace of the Job that makes roles and databases on it. Default: `postgres`. */
  namespace: dnsLabel("a namespace", "postgres").prefault("postgres"),
  /** Major version of PostgreSQL. Default `17`. */
  version: textThat("a major version of PostgreSQL, in quotes", '"17"', (value) => /^1[4-9]$/.test(value)).prefault(
    "17",
  ),
  /** Class of the instance. */
  instanceClass: textThat("a class of RDS instances", "db.t4g.medium", (value) =>
    /^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(value),
  ),
  /** Storage in GiB. */
  storageGiB: wholeNumber("the storage in GiB", STORAGE_GIB.least, STORAGE_GIB.most),
  /** Up to where RDS enlarges it when it fills up. */
  maxStorageGiB: wholeNumber("the largest storage in GiB", STORAGE_GIB.least, STORAGE_GIB.most),
  /** Whether a standby in a second zone takes over when the first one fails. Doubles its price. */
  multiAz: trueOrFalse("whether there is a standby in a second zone"),
  /** Days for which backups are kept. */
  backupDays: wholeNumber("a number of days", 1, 35),
  /** Whether Pulumi and RDS refuse to delete it. Default true. */
  protect: trueOrFalse("whether Pulumi refuses to delete the data").prefault(true),
});

export const postgres = z.discriminatedUnion("kind", [pod, rds], kinds("pod", "rds"));
