/** Whether each namespace still has room for one run of each of its jobs. */
import { languageOf } from "../../components/spark/application.js";
import { heapMiB, podMemoryMiB } from "../../components/spark/memory.js";
import type { PodTemplate } from "../../components/spark/pod.js";
import { readSubmit } from "../../components/spark/submit.js";
import { DRIVER_CONTAINER, LABELS } from "../../vocabulary.js";
import { type Check, check, type Problem, type Verdict, verdict } from "./check.js";
import { type CronJob, ofKind, type Pod, type ResourceQuota } from "./objects.js";
import type { Platform } from "./platform.js";
import { quantity } from "./quantity.js";
import type { World } from "./world.js";

/** CPUs, bytes and pods, as quotas count them. */
interface Amounts {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

const MEBIBYTE = 2 ** 20;

/** Of sums of tenths. */
const ROUNDING = 1e-6;

export function quotaCheck({ platform, repair }: World): Check {
  return check(
    "Quota",
    () => Promise.resolve(platform),
    (found) => judgeQuota(found, repair),
  );
}

export function judgeQuota({ namespaces, items }: Platform, repair: string): Verdict {
  const quotas = ofKind(items, "ResourceQuota");
  const bounded = (namespace: string): boolean => quotas.some(({ metadata }) => metadata.namespace === namespace);
  const unbounded = Object.values(namespaces)
    .flat()
    .filter((namespace) => !bounded(namespace))
    .map((namespace): Problem => ({ what: `Namespace ${namespace} has no quota`, fix: repair }));
  const tight = quotas.flatMap((quota) => tightFor(ofKind(items, "CronJob"), ofKind(items, "Pod"), quota));
  return verdict([...unbounded, ...tight], "there is room for one more run of each job");
}

/** One problem for a quota, however many jobs find no room. */
function tightFor(cronJobs: readonly CronJob[], pods: readonly Pod[], quota: ResourceQuota): Problem[] {
  const { namespace } = quota.metadata;
  const left = leftOf(quota);
  const jobs = cronJobs.filter(({ metadata }) => metadata.namespace === namespace);
  const without = jobs.filter((job) => !fits(runNeed(job.spec.jobTemplate.spec.template), left));
  if (without.length === 0) return [];
  const names = without.map(({ metadata }) => metadata.labels?.[LABELS.sparkJob] ?? metadata.name);
  const holders = pods.filter(({ metadata, status }) => metadata.namespace === namespace && isActive(status.phase));
  const wait =
    holders.length === 0 ? "" : `wait for the end of ${list(holders.map(({ metadata }) => metadata.name))}, or `;
  return [
    {
      what: `Namespace ${namespace} has no room for another run of ${list(names)}; what is left: ${describe(left)}`,
      fix: `${wait}raise the team's quota in the settings`,
    },
  ];
}

const isActive = (phase: string): boolean => phase !== "Succeeded" && phase !== "Failed";

/** Driver and executors of one run. Executors whose size overrides leave to Spark are not counted. */
export function runNeed({ spec }: PodTemplate): Amounts {
  const driver = spec?.containers.find(({ name }) => name === DRIVER_CONTAINER);
  const requests = driver?.resources?.requests ?? {};
  const { count, cpu, memory } = executorsOf(driver?.args ?? []);
  return {
    cpu: quantity(requests["cpu"] ?? "0") + count * cpu,
    memory: quantity(requests["memory"] ?? "0") + count * memory,
    pods: 1 + count,
  };
}

function executorsOf(args: readonly string[]) {
  const { master, conf, application } = readSubmit(args);
  const memory = heapMiB(conf["spark.executor.memory"] ?? "");
  if (master.startsWith("local") || memory === undefined) return { count: 0, cpu: 0, memory: 0 };
  return {
    count: Number(conf["spark.executor.instances"] ?? 0),
    cpu: quantity(conf["spark.kubernetes.executor.request.cores"] ?? conf["spark.executor.cores"] ?? "1"),
    memory: podMemoryMiB(memory, languageOf(application)) * MEBIBYTE,
  };
}

/** What a quota still gives; it may bound less than all of it. */
function leftOf({ status: { hard = {}, used = {} } }: ResourceQuota): Amounts {
  const left = (key: string): number =>
    hard[key] === undefined ? Infinity : quantity(hard[key]) - quantity(used[key] ?? "0");
  return {
    cpu: left("requests.cpu"),
    memory: Math.min(left("requests.memory"), left("limits.memory")),
    pods: left("pods"),
  };
}

function fits(need: Amounts, left: Amounts): boolean {
  return need.cpu <= left.cpu + ROUNDING && need.memory <= left.memory && need.pods <= left.pods;
}

function describe({ cpu, memory, pods }: Amounts): string {
  const amounts = {
    [`${cpu.toFixed(1)} CPU`]: cpu,
    [`${Math.floor(memory / MEBIBYTE)} MiB`]: memory,
    [`pods: ${pods}`]: pods,
  };
  return list(Object.keys(amounts).filter((text) => amounts[text] !== Infinity));
}

const list = (names: readonly string[]): string => names.join(", ");
