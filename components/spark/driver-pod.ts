import {
  ACCOUNTS,
  ANNOTATIONS,
  DRIVER_CONTAINER,
  EXECUTOR_TEMPLATE,
  LABELS,
  PROJECT,
  SPARK_ROLES,
} from "../../vocabulary";
import { placed } from "../placement";
import { driverAccount } from "./accounts";
import { languageOf } from "./application";
import { sparkSubmit } from "./arguments";
import type { TeamPlacement } from "./conf";
import { driverEnvironment } from "./driver-environment";
import type { SparkJob } from "./job";
import { heapMiB, podMemoryMiB } from "./memory";
import {
  containerSecurity,
  KEEP_RUNNING,
  podSecurity,
  SCRATCH,
  scratchMounts,
  scratchVolumes,
  type PodTemplate,
} from "./pod";

/** Time for a driver to end its Spark application and remove its executors after being told to stop, in seconds. Spark's own hooks take up to 30. */
const STOP_SECONDS = 60;

/** Volume of the executors' pod template. */
export const TEMPLATE_VOLUME = "executor-template";

/**
 * Pod template of a job's driver, used by its CronJob and by Airflow alike. Of a job that {@link sparkJobProblems} finds nothing wrong with; throws
 * when the driver's memory cannot be read.
 */
export function driverPod(job: SparkJob, team: TeamPlacement): PodTemplate {
  return {
    metadata: { namespace: team.namespace, labels: driverLabels(job), annotations: driverAnnotations(job) },
    spec: {
      ...placed(team.nodes?.drivers),
      ...account(job),
      enableServiceLinks: false,
      restartPolicy: "Never",
      // The Job has the same limit; this one also bounds a run that Airflow started.
      activeDeadlineSeconds: job.deadlines.runSeconds,
      terminationGracePeriodSeconds: STOP_SECONDS,
      securityContext: podSecurity,
      containers: [driverContainer(job, team)],
      volumes: [...scratchVolumes, ...templateVolumes(job)],
    },
  };
}

/** Labels of a job's driver, its CronJob and its Jobs. */
export function jobLabels(job: SparkJob): Record<string, string> {
  return { [LABELS.name]: job.name, [LABELS.partOf]: PROJECT, [LABELS.sparkJob]: job.name, [LABELS.team]: job.team };
}

function driverLabels(job: SparkJob): Record<string, string> {
  return { ...jobLabels(job), [LABELS.name]: ACCOUNTS.sparkDriver, [LABELS.sparkRole]: SPARK_ROLES.driver };
}

function driverAnnotations({ retries }: SparkJob): Record<string, string> {
  return { ...KEEP_RUNNING, [ANNOTATIONS.retries]: String(retries) };
}

/** Only a driver that starts executors gets rights; in local mode it needs none. */
function account(job: SparkJob) {
  return { serviceAccountName: driverAccount(job), automountServiceAccountToken: job.mode.kind === "client" };
}

function driverContainer(job: SparkJob, team: TeamPlacement) {
  return {
    name: DRIVER_CONTAINER,
    image: job.image,
    imagePullPolicy: "IfNotPresent",
    args: sparkSubmit(job, team),
    env: driverEnvironment(job),
    workingDir: SCRATCH.localDir.mountPath,
    resources: driverResources(job),
    securityContext: containerSecurity,
    // The end of the log is then part of the pod's status, where it outlives the log.
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [...scratchMounts, ...templateMounts(job)],
  };
}

/** Memory is requested in full, since a JVM does not give it back; CPU may be requested below its limit. */
function driverResources({ name, application, driver }: SparkJob) {
  const heap = heapMiB(driver.memory);
  if (heap === undefined) throw new Error(`jobs.${name}.driver.memory = ${driver.memory}: not a heap size`);
  const memory = `${podMemoryMiB(heap, languageOf(application))}Mi`;
  const cpu = String(driver.cores);
  return { requests: { cpu: driver.cpuRequest ?? cpu, memory }, limits: { cpu, memory } };
}

function templateVolumes(job: SparkJob) {
  return job.mode.kind === "client"
    ? [{ name: TEMPLATE_VOLUME, configMap: { name: EXECUTOR_TEMPLATE.configMap } }]
    : [];
}

function templateMounts(job: SparkJob) {
  const mount = { name: TEMPLATE_VOLUME, mountPath: EXECUTOR_TEMPLATE.mountPath, readOnly: true };
  return job.mode.kind === "client" ? [mount] : [];
}
