/**
 * Words that components write and policy rules read, each defined once. Imports nothing, so that both sides can import it.
 */

/** Name of the Pulumi project, first part of every component type and prefix of every configuration key. */
export const PROJECT = "spark-platform";

/** Component type token, for example `spark-platform:kubernetes:Airflow`. */
export function componentType(room: "kubernetes" | "aws", noun: string): string {
  return `${PROJECT}:${room}:${noun}`;
}

/** Service accounts of the platform. Literal names: role bindings, NetworkPolicies and cloud identities refer to them. */
export const ACCOUNTS = {
  airflow: "airflow",
  postgres: "postgres",
  sparkDriver: "spark-driver",
  sparkExecutor: "spark-executor",
} as const;

/** Label keys. The first three are Kubernetes' recommended labels, `sparkRole` is the label that Spark itself puts on executors. */
export const LABELS = {
  name: "app.kubernetes.io/name",
  component: "app.kubernetes.io/component",
  partOf: "app.kubernetes.io/part-of",
  sparkRole: "spark-role",
  sparkJob: `${PROJECT}/job`,
  team: `${PROJECT}/team`,
  workload: `${PROJECT}/workload`,
  /** On nodes, and the key of their taints: a {@link NodeWorkload}. */
  nodes: `${PROJECT}/nodes`,
} as const;

/** What the nodes of a pool are for: Airflow, Postgres and the cluster's own pods; Spark drivers; Spark executors. */
export const NODE_WORKLOADS = ["platform", "drivers", "executors"] as const;
export type NodeWorkload = (typeof NODE_WORKLOADS)[number];

/** Values of {@link LABELS.sparkRole}. */
export const SPARK_ROLES = { driver: "driver", executor: "executor" } as const;

/**
 * Values of {@link LABELS.workload}, on namespaces: what a namespace is there for. Network policies know the pods of Airflow and Postgres by the same word,
 * as their {@link LABELS.name}.
 */
export const WORKLOADS = { airflow: "airflow", spark: "spark", postgres: "postgres" } as const;

/** Annotation keys. */
export const ANNOTATIONS = {
  /** Why a default of the platform was overridden; the value is the written reason. */
  overrideReason: `${PROJECT}/override-reason`,
  /** How often a failed driver is started again: Airflow takes it over as the retries of the job's tasks. */
  retries: `${PROJECT}/retries`,
  /** Hash of the files that a pod mounts, so that new content rolls the pod. */
  contentHash: `${PROJECT}/content-hash`,
  /** Keyed hash of the secrets that a pod reads at its start, so that new ones roll the pod. Tells nothing about them. */
  secretHash: `${PROJECT}/secret-hash`,
} as const;

/** TCP ports. Fixed, because NetworkPolicies name them. */
export const PORTS = {
  /** Spark driver RPC, `spark.driver.port` (Spark's own default is random). */
  sparkDriver: 7078,
  /** Spark block managers of driver and executors (Spark's own default is random). */
  sparkBlockManager: 7079,
  airflowApi: 8080,
  airflowSchedulerHealth: 8974,
  postgres: 5432,
  dns: 53,
} as const;

/** Label values of Pod Security admission. */
export const POD_SECURITY = {
  enforce: "pod-security.kubernetes.io/enforce",
  enforceVersion: "pod-security.kubernetes.io/enforce-version",
  audit: "pod-security.kubernetes.io/audit",
  warn: "pod-security.kubernetes.io/warn",
  restricted: "restricted",
} as const;

/** Environment variables of a Spark driver pod: a contract between driver pod, Airflow helper and jobs. */
export const JOB_ENVIRONMENT = {
  podName: "POD_NAME",
  podNamespace: "POD_NAMESPACE",
  podIp: "POD_IP",
  /** Name of the Kubernetes Job that owns the pod (empty under Airflow): its last part is the scheduled time in minutes since 1970. */
  jobName: "JOB_NAME",
  /** The job's cron schedule and IANA time zone: from them and the scheduled time follows the data interval. */
  schedule: "JOB_SCHEDULE",
  timeZone: "JOB_TIME_ZONE",
  /**
   * Data interval, ISO 8601, start inclusive and end exclusive; without an offset it means the job's own time zone. Set by Airflow and by
   * `npm run job`.
   */
  intervalStart: "DATA_INTERVAL_START",
  intervalEnd: "DATA_INTERVAL_END",
  /** Warehouse: JDBC URL, and the credentials from the Secret {@link WAREHOUSE_SECRET}. */
  warehouseUrl: "WAREHOUSE_URL",
  warehouseUser: "WAREHOUSE_USER",
  warehousePassword: "WAREHOUSE_PASSWORD",
} as const;

/** Secret in each Spark namespace with the keys `url` (JDBC), `user` and `password`. */
export const WAREHOUSE_SECRET = "warehouse";

/** Name of the driver's container: the KubernetesPodOperator merges its own settings into the container of this name. */
export const DRIVER_CONTAINER = "base";

/** ConfigMap in each Spark namespace that holds the executor pod template, and where drivers mount it. */
export const EXECUTOR_TEMPLATE = {
  configMap: "spark-executor-template",
  file: "executor.yaml",
  mountPath: "/opt/spark-platform",
} as const;

/** Where Airflow finds DAG files and the pod templates of Spark jobs (one file a job, `<job>.yaml`). */
export const AIRFLOW_PATHS = { dags: "/opt/airflow/dags", jobs: "/opt/airflow/jobs" } as const;

/** Kubernetes versions of EKS in standard support in November 2026; past it a cluster costs six times as much. Source: EKS user guide, release calendar. */
export const EKS_VERSIONS = ["1.35", "1.36"] as const;

/** Types of `@pulumi/aws` that hold data: policies want them protected, reports of previews tell first when they go. */
export const DATA_TYPES: readonly string[] = [
  "aws:ebs/volume:Volume",
  "aws:efs/fileSystem:FileSystem",
  "aws:kms/key:Key",
  "aws:rds/cluster:Cluster",
  "aws:rds/instance:Instance",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
];

/** Provisioner prefixes and names: what is stored on EBS. Sources: Kubernetes in-tree plug-in, aws-ebs-csi-driver, EKS Auto Mode. */
export const EBS_PROVISIONERS = ["ebs.csi.aws.com", "kubernetes.io/aws-ebs", "ebs.csi.eks.amazonaws.com"] as const;

/**
 * Image reference: `registry:port/path:tag@digest`, of which only the path must be there. Its groups are tag and digest. Source: the grammar of
 * container registries (distribution/reference); of the digests that it allows, those that registries use.
 */
export const IMAGE_REFERENCE =
  /^[\w.-]+(?::\d+(?=\/))?(?:\/[\w.-]+)*(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}))?$/;

/** Most that the API server accepts as data of one ConfigMap, in bytes (`MaxSecretSize` in its validation, shared by both kinds). */
export const CONFIG_MAP_BYTES = 1024 * 1024;

/** Longest name of a CronJob: the Job's name adds eleven characters to it and must itself fit 63. */
export const CRON_JOB_NAME_LENGTH = 52;

/** Names of variables and settings that hold a secret. Narrow, since nothing clears a variable's name: no PARTITION_KEY, TOKENIZER or MAX_TOKENS. */
export const CREDENTIAL_NAME =
  /passw(or)?d|passphrase|(^|_)pass(_|$)|_pwd(_|$)|credential|(secret|token)(_|$)|(access|account|api|fernet|private)_?key(_|$)/i;

/** Spark conf that names Kubernetes Secrets and holds none. */
export const SECRET_REFERENCE =
  /^spark\.kubernetes\.((driver|executor)\.(secretKeyRef|secrets)|kerberos\.tokenSecret)\./;

/** Forms by which a secret is known wherever it stands. */
export const SECRET_FORMS = {
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  "an AWS access key": /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  "a GitHub token": /\bgh[pousr]_\w{30,}/,
  "a JSON Web Token": /\beyJ[\w-]+\.eyJ[\w-]+\./,
  "a password in a URL": /:\/\/[^/\s:@?#"'<>,]*:[^/\s@?#"'<>,]+@/,
} as const;
