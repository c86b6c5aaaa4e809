/** Runs one Spark job now: a Job made from its CronJob, followed to its end. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { unescaped } from "../components/spark/expansion.js";
import type { Room } from "../components/spark/local-mode.js";
import type { PodTemplate } from "../components/spark/pod.js";
import { readSubmit } from "../components/spark/submit.js";
import { roomIn } from "../infra/job-pod.js";
import { DRIVER_CONTAINER, LABELS } from "../vocabulary.js";
import { describeDiagnosis, diagnoseJob } from "./doctor/failure/index.js";
import { type Code, requireSameKind } from "./job-code.js";
import { followJob } from "./job-follower.js";
import { codeMap, type CronJob, type Interval, manualJob, runName } from "./job-manifest.js";
import type { Kubectl } from "./kubectl.js";

export interface JobRun {
  readonly job: string;
  /** Default: the interval that a scheduled run at this minute would get. */
  readonly interval?: Interval | undefined;
  /** File in the place of the application. Default: the image's own. */
  readonly code?: Code | undefined;
  /** All work happens in the driver's pod. Default: as the job says. */
  readonly local?: boolean | undefined;
  /** Directory for the driver's whole log, a file for each run. */
  readonly logs: string;
  /** Called with what the run is waiting for, and with each line of the driver's log. */
  readonly onLine: (line: string) => void;
}

interface List<T> {
  items: T[];
}
interface ResourceQuota {
  metadata: { namespace: string };
  spec: { hard?: Record<string, string> };
}

/**
 * Runs the job and answers with the lines of the driver's log.
 *
 * @throws Error naming the jobs there are, or why the run failed and where its log is.
 */
export async function runJob(kubectl: Kubectl, { job, interval, code, ...run }: JobRun): Promise<string[]> {
  const [cronJob, quotas] = await Promise.all([findCronJob(kubectl, job), run.local === true && quotasOf(kubectl)]);
  if (code) requireSameKind(code, job, applicationOf(cronJob.spec.jobTemplate.spec.template));
  const localWithin = quotas === false ? undefined : roomOf(quotas, cronJob.metadata.namespace);
  const name = runName(cronJob.metadata.name, new Date());
  await send(kubectl, manualJob(cronJob, { interval, code, localWithin }, name), code);
  mkdirSync(run.logs, { recursive: true });
  const { namespace } = cronJob.metadata;
  return followJob(kubectl, {
    namespace,
    job: name,
    log: join(run.logs, `${name}.log`),
    onLine: run.onLine,
    whyFailed: async (log) => describeDiagnosis(await diagnoseJob(kubectl, { namespace, job: name, log })),
  });
}

/** For a job that is not there, with those that are. */
export function unknownJob(job: string, where: string, names: readonly string[]): Error {
  return new Error(`There is no job "${job}". Jobs of ${where}: ${names.join(", ") || "none"}.`);
}

async function findCronJob(kubectl: Kubectl, job: string): Promise<CronJob> {
  const selector = ["get", "cronjobs", "--all-namespaces", "--selector", LABELS.sparkJob];
  const { items } = await kubectl.json<List<CronJob>>(selector);
  const found = items.find(({ metadata }) => metadata.labels[LABELS.sparkJob] === job);
  if (found) return found;
  const names = items.map(({ metadata }) => metadata.labels[LABELS.sparkJob] ?? metadata.name);
  throw unknownJob(job, "this platform", names);
}

/** The path in the image that the job starts. */
export function applicationOf({ spec }: PodTemplate): string {
  const driver = spec?.containers.find(({ name }) => name === DRIVER_CONTAINER);
  return unescaped(readSubmit(driver?.args ?? []).application);
}

async function quotasOf(kubectl: Kubectl): Promise<ResourceQuota[]> {
  return (await kubectl.json<List<ResourceQuota>>(["get", "resourcequotas", "--all-namespaces"])).items;
}

/** Where there is no quota, or one that does not bound them, there is room for all that the executors had. */
function roomOf(quotas: readonly ResourceQuota[], namespace: string): Room {
  const rooms = quotas
    .filter(({ metadata }) => metadata.namespace === namespace)
    .map(({ spec: { hard = {} } }) =>
      roomIn({ cpu: hard["requests.cpu"] ?? "", memory: hard["requests.memory"] ?? "" }),
    );
  return {
    milliCpu: Math.min(...rooms.map(({ milliCpu }) => milliCpu)),
    memoryMiB: Math.min(...rooms.map(({ memoryMiB }) => memoryMiB)),
  };
}

/** The ConfigMap needs to know the Job that owns it, and the Job's pod needs the ConfigMap: so the Job waits for it. */
async function send(kubectl: Kubectl, manifest: ReturnType<typeof manualJob>, code: Code | undefined): Promise<void> {
  const created = await kubectl.text(["create", "-f", "-", "-o", "json"], JSON.stringify(manifest));
  if (code === undefined) return;
  const { name, namespace, uid } = (JSON.parse(created) as CronJob).metadata;
  const job = ["job", name, "-n", namespace];
  try {
    await kubectl.text(["create", "-f", "-"], JSON.stringify(codeMap(code, manifest, uid)));
    await kubectl.text(["patch", ...job, "-p", JSON.stringify({ spec: { suspend: false } })]);
  } catch (error) {
    await kubectl.text(["delete", ...job, "--wait=false"]);
    throw error;
  }
}
