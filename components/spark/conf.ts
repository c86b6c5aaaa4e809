import { EXECUTOR_TEMPLATE, JOB_ENVIRONMENT, LABELS, PORTS } from "../../vocabulary";
import type { Placements } from "../placement";
import { jobAccounts } from "./accounts";
import { languageOf } from "./application";
import { literal, variable } from "./expansion";
import type { ExecutorSize, SparkJob } from "./job";
import { OVERHEAD_FACTORS } from "./memory";
import type { OwnedKey } from "./owned-conf";
import { SCRATCH } from "./pod";
import { type S3Access, s3aConf } from "./s3a";

/** Where the pods of a team's jobs run. */
export interface TeamPlacement {
  readonly namespace: string;
  /** Which nodes they run on. Default: any. */
  readonly nodes?: Pick<Placements, "drivers" | "executors">;
  /** How jobs with `data` reach it. Absent: the cluster is not on AWS. */
  readonly s3?: S3Access;
}

type OwnedConf = Partial<Record<OwnedKey, string>>;

/**
 * Spark conf of a job that {@link sparkJobProblems} finds nothing wrong with: what the platform sets, what the job adds, what it overrides. Values are
 * meant for the arguments of a container, where Kubernetes expands `$(POD_NAME)`; the job's own text is escaped, so that it arrives as written.
 */
export function sparkConf(job: SparkJob, team: TeamPlacement): Record<string, string> {
  return {
    ...processConf(job),
    ...(job.mode.kind === "client" ? clientConf(job, job.mode.executor, team) : {}),
    ...s3aConf(job, team.s3),
    ...mapValues(job.conf, literal),
    ...mapValues(job.overrides, ({ value }) => literal(value)),
  };
}

function processConf(job: SparkJob): OwnedConf {
  return {
    "spark.app.name": job.name,
    "spark.driver.memory": job.driver.memory,
    "spark.local.dir": SCRATCH.localDir.mountPath,
  };
}

function clientConf(job: SparkJob, executor: ExecutorSize, team: TeamPlacement): OwnedConf {
  return { ...driverAddress(), ...executorPods(job, team), ...executorSize(job, executor), ...lifecycle() };
}

/** Executors connect to the driver by its pod's address: a Service would outlive the pod and need more rights. */
function driverAddress(): OwnedConf {
  return {
    "spark.driver.host": variable(JOB_ENVIRONMENT.podIp),
    "spark.driver.port": String(PORTS.sparkDriver),
    "spark.driver.blockManager.port": String(PORTS.sparkBlockManager),
    "spark.blockManager.port": String(PORTS.sparkBlockManager),
  };
}

function executorPods(job: SparkJob, team: TeamPlacement): OwnedConf {
  return {
    "spark.kubernetes.namespace": team.namespace,
    // Makes the driver pod the owner of its executors: Kubernetes removes them with it, however it ends.
    "spark.kubernetes.driver.pod.name": variable(JOB_ENVIRONMENT.podName),
    "spark.kubernetes.container.image": job.image,
    // Wins over the template's account: Spark only looks at that one's old name, `serviceAccount`.
    "spark.kubernetes.authenticate.executor.serviceAccountName": jobAccounts(job).executor,
    "spark.kubernetes.executor.podTemplateFile": `${EXECUTOR_TEMPLATE.mountPath}/${EXECUTOR_TEMPLATE.file}`,
    [`spark.kubernetes.executor.label.${LABELS.sparkJob}`]: job.name,
    [`spark.kubernetes.executor.label.${LABELS.team}`]: job.team,
  };
}

function executorSize(job: SparkJob, executor: ExecutorSize): OwnedConf {
  return {
    "spark.executor.instances": String(executor.instances),
    "spark.executor.cores": String(executor.cores),
    "spark.executor.memory": executor.memory,
    "spark.executor.memoryOverheadFactor": String(OVERHEAD_FACTORS[languageOf(job.application)]),
    "spark.kubernetes.executor.request.cores": executor.cpuRequest ?? String(executor.cores),
    "spark.kubernetes.executor.limit.cores": String(executor.cores),
    "spark.dynamicAllocation.enabled": "false",
  };
}

/** Without the three `false`, the driver asks for rights on Services and claims that it has no use for. */
function lifecycle(): OwnedConf {
  return {
    "spark.kubernetes.executor.deleteOnTermination": "true",
    "spark.kubernetes.driver.service.deleteOnTermination": "false",
    "spark.kubernetes.driver.ownPersistentVolumeClaim": "false",
    "spark.kubernetes.driver.reusePersistentVolumeClaim": "false",
  };
}

function mapValues<T>(values: Readonly<Record<string, T>>, change: (value: T) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
