import { LABELS } from "../../vocabulary";

/** Conf with which the driver may start other executors than the job's fields say: another number, or pods of another size. */
const RESIZING = [
  "spark.dynamicAllocation.enabled",
  "spark.executor.memoryOverhead",
  "spark.executor.memoryOverheadFactor",
  "spark.executor.minMemoryOverhead",
  "spark.executor.pyspark.memory",
  "spark.kubernetes.executor.podTemplateFile",
  "spark.memory.offHeap.enabled",
  "spark.memory.offHeap.size",
] as const;

/**
 * Conf that the platform sets, or leaves at Spark's default, because pods, rights or network rules depend on it: changed only by an override with a
 * reason.
 */
const OVERRIDABLE = [
  ...RESIZING,
  "spark.blockManager.port",
  "spark.driver.blockManager.port",
  "spark.driver.host",
  "spark.driver.port",
  "spark.kubernetes.authenticate.executor.serviceAccountName",
  "spark.kubernetes.driver.ownPersistentVolumeClaim",
  "spark.kubernetes.driver.pod.name",
  "spark.kubernetes.driver.reusePersistentVolumeClaim",
  "spark.kubernetes.driver.service.deleteOnTermination",
  "spark.kubernetes.executor.deleteOnTermination",
  `spark.kubernetes.executor.label.${LABELS.sparkJob}`,
  `spark.kubernetes.executor.label.${LABELS.team}`,
  "spark.kubernetes.executor.limit.cores",
  "spark.kubernetes.executor.podNamePrefix",
  "spark.local.dir",
] as const;

/** Conf of a job with `data`: access and correctness depend on it. Other jobs may use S3 in their own way. */
const DATA = [
  "spark.hadoop.fs.s3a.aws.credentials.provider",
  "spark.hadoop.fs.s3a.buffer.dir",
  "spark.hadoop.fs.s3a.committer.abort.pending.uploads",
  "spark.hadoop.fs.s3a.committer.name",
  "spark.hadoop.fs.s3a.endpoint.region",
  "spark.sql.parquet.output.committer.class",
  "spark.sql.sources.commitProtocolClass",
] as const;

/** Conf that follows from a field of the job, with the path of that field. No override: pod and conf must say the same. */
const FIELDS = {
  "spark.app.name": "name",
  "spark.driver.cores": "driver.cores",
  "spark.driver.memory": "driver.memory",
  "spark.driver.memoryOverhead": "driver.memory",
  "spark.driver.memoryOverheadFactor": "driver.memory",
  "spark.executor.cores": "mode.executor.cores",
  "spark.executor.instances": "mode.executor.instances",
  "spark.executor.memory": "mode.executor.memory",
  "spark.kubernetes.container.image": "image",
  "spark.kubernetes.executor.container.image": "image",
  "spark.kubernetes.executor.request.cores": "mode.executor.cpuRequest",
  "spark.kubernetes.namespace": "team",
  "spark.master": "mode",
  "spark.submit.deployMode": "mode",
} as const;

/** Key of a conf entry that the platform owns. */
export type OwnedKey = (typeof OVERRIDABLE)[number] | keyof typeof FIELDS;

/** Key of a conf entry that the platform owns in a job with `data`. */
export type DataKey = (typeof DATA)[number];

/** Keys that the platform owns in every job and that an override may change. */
export const overridableKeys: ReadonlySet<string> = new Set(OVERRIDABLE);

/** Keys that it owns besides in a job with `data`. */
export const dataKeys: ReadonlySet<string> = new Set(DATA);

/** Overridable keys after whose override the size of a run is not known before it happens. Of mode client only: in mode local there are no executors. */
export const resizingKeys: ReadonlySet<string> = new Set(RESIZING);

/** Keys that a field of the job decides, with the path of the field. */
export const fieldOfKey: ReadonlyMap<string, string> = new Map(Object.entries(FIELDS));
