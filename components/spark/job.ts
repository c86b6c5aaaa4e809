/**
 * The job model: what a team writes about a Spark job, as plain typed data. Everything else (conf, arguments, driver pod, CronJob, Airflow pod
 * template) is derived from it.
 */

import type { DataAccess } from "../data";

/** Size of one Spark process. */
export interface ProcessSize {
  /** Task slots of the process (`spark.driver.cores`, `spark.executor.cores`). Whole number, at least 1. */
  readonly cores: number;
  /** Heap in Spark's notation (`512m`, `2g`). The pod asks for this plus the overhead. */
  readonly memory: string;
  /** CPU request of the pod as a Kubernetes quantity (`250m`). Default: `cores`. Lower it where CPU is shared, on a laptop for instance. */
  readonly cpuRequest?: string;
}

/** Executors of a job in client mode. */
export interface ExecutorSize extends ProcessSize {
  /** How many executors the driver starts (`spark.executor.instances`). At least 1. */
  readonly instances: number;
}

/** A conf entry that is refused without a reason. */
interface ConfOverride {
  readonly value: string;
  /** Why it is right all the same; ends up as an annotation in the plan. */
  readonly reason: string;
}

/** Limits in time. All in seconds. */
interface Deadlines {
  /** How late a scheduled run may still start (`startingDeadlineSeconds`). At least 10, since the controller looks every 10 seconds. */
  readonly startSeconds: number;
  /** How long one run may take (`activeDeadlineSeconds`): a Job with all its retries, under Airflow each try. */
  readonly runSeconds: number;
}

/** A key of a Kubernetes Secret in the namespace of the job's team. */
export interface SecretKey {
  /** Name of the Secret. It must exist before the job runs. */
  readonly secret: string;
  readonly key: string;
}

/** Where the work happens: `client` starts executor pods, `local` does all of it in the driver pod. */
export type SparkMode = { readonly kind: "client"; readonly executor: ExecutorSize } | { readonly kind: "local" };

/** One Spark job, every default filled in. */
export interface SparkJob {
  /** Name of the job, a DNS label of at most 52 characters; also the name of its CronJob and of its pod template in Airflow. */
  readonly name: string;
  /** Key of the team whose namespace it runs in. */
  readonly team: string;
  /** Path of a `.py` file or a `.jar` inside the image. */
  readonly application: string;
  /** Class with `main`; needed for a `.jar`, refused for a `.py`. */
  readonly mainClass?: string;
  readonly arguments: readonly string[];
  /** Pinned image with Spark and the application. */
  readonly image: string;
  readonly mode: SparkMode;
  readonly driver: ProcessSize;
  /** Further Spark conf. Keys that the platform owns are refused here: see {@link SparkJob.overrides}. */
  readonly conf: Readonly<Record<string, string>>;
  /** Conf that the platform owns, or that is named like a secret and is none; with a reason each. */
  readonly overrides: Readonly<Record<string, ConfOverride>>;
  /** Further environment of the driver, literal values. No secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Further environment of the driver from Kubernetes Secrets, by variable. */
  readonly secrets: Readonly<Record<string, SecretKey>>;
  /** Whether the driver gets the warehouse's address and credentials. */
  readonly warehouse: boolean;
  /** Data on AWS. With it, driver and executors run as accounts of their own, each with a role for exactly this. Default: none. */
  readonly data?: DataAccess;
  /** Cron schedule of five fields. Absent: the job has a suspended CronJob and runs by hand or from Airflow. */
  readonly schedule?: string;
  /** IANA time zone of the schedule. */
  readonly timeZone: string;
  readonly deadlines: Deadlines;
  /** How often a failed driver is started again (`backoffLimit`, and the default of the retries of Airflow's tasks). */
  readonly retries: number;
}
