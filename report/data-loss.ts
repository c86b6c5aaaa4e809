/** Resources that hold data, and what goes with each. */
import { DATA_TYPES, PROJECT } from "../vocabulary";
import type { Change } from "./event-log";

/** Worst first. Those that policies protect are in {@link DATA_TYPES}; the others hold data too, or have it deleted with them. */
const LOSSES: Readonly<Record<string, string>> = {
  "aws:rds/cluster:Cluster": "all databases on it",
  "aws:rds/instance:Instance": "all databases on it: the metadata of Airflow and the warehouse",
  "aws:s3/bucket:Bucket": "all objects in it",
  "aws:s3/bucketV2:BucketV2": "all objects in it",
  "aws:efs/fileSystem:FileSystem": "all files in it",
  "aws:ebs/volume:Volume": "the file system on it",
  "aws:kms/key:Key": "whatever is encrypted with it can no longer be read",
  "aws:eks/cluster:Cluster": "everything in the cluster, volumes of its claims included",
  "kubernetes:core/v1:Namespace": "everything in it, claims and their volumes included",
  "kubernetes:core/v1:PersistentVolumeClaim": "the volume behind it, unless its class retains it",
  "kubernetes:core/v1:PersistentVolume": "the way to the data on it, and the data unless it is retained",
  "kubernetes:apps/v1:StatefulSet": "its pods stop, and what they keep outside of claims is gone",
  "aws:secretsmanager/secret:Secret": "the secret and its older versions",
  [`pulumi-nodejs:dynamic/${PROJECT}:GeneratedSecret`]: "a password or key; what it encrypted can no longer be read",
};

const UNNAMED = "what it holds";

/** What is lost when this change is made; undefined when it holds nothing or keeps it. */
export function lossOf({ type, operation }: Pick<Change, "type" | "operation">): string | undefined {
  if (operation !== "delete" && operation !== "replace") return undefined;
  return LOSSES[type] ?? (DATA_TYPES.includes(type) ? UNNAMED : undefined);
}

/** Orders losses: the worst first, and of the same kind those without a successor. */
export function worstFirst(one: Pick<Change, "type" | "operation">, other: Pick<Change, "type" | "operation">): number {
  const rank = ({ type, operation }: Pick<Change, "type" | "operation">): number =>
    2 * Object.keys(LOSSES).indexOf(type) + (operation === "replace" ? 1 : 0);
  return rank(one) - rank(other);
}
