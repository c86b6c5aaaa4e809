/**
 * Whether quotas are large enough for what must fit into them.
 */

import type { types } from "@pulumi/kubernetes";
import type { Unwrap } from "@pulumi/pulumi";
import { airflowContainers, migrationContainer } from "../components/kubernetes/airflow-containers";
import { type Problem, pathOf } from "../components/problem";
import { languageOf } from "../components/spark/application";
import { milliCpu } from "../components/spark/cpu";
import type { ProcessSize } from "../components/spark/job";
import { heapMiB, podMemoryMiB } from "../components/spark/memory";
import { resizingKeys } from "../components/spark/owned-conf";
import { mebibytes } from "./mebibytes";
import type { ReadableParts } from "./settings-reader";

type Job = ReadableParts["jobs"][string];
type Container = Unwrap<types.input.core.v1.Container>;

/** What a quota counts: thousandths of a CPU, MiB, pods. */
interface Amounts {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

/** All quotas that are too small. */
export function quotaProblems(parts: ReadableParts): Problem[] {
  return [...teamQuotaProblems(parts), ...airflowQuotaProblems(parts)];
}

function teamQuotaProblems({ teams, jobs }: ReadableParts): Problem[] {
  return Object.entries(jobs).flatMap(([name, job]) => {
    const quota = teams[job.team]?.quota;
    const need = jobNeed(job);
    if (quota === undefined || need === undefined) return [];
    const processes =
      job.mode.kind === "local" ? "driver needs" : `driver and ${job.mode.executor.instances} executors need`;
    return tooSmall(["teams", job.team, "quota"], quota, need, {
      holds: `one run of job ${name}, whose ${processes}`,
      otherwise: "make the job smaller",
    });
  });
}

function airflowQuotaProblems({ airflow }: ReadableParts): Problem[] {
  if (airflow === undefined) return [];
  return tooSmall(["airflow", "quota"], airflow.quota, airflowNeed(airflow.parallelism), {
    holds: "Airflow's pod and the migration beside it, which need",
    otherwise: "lower airflow.parallelism",
  });
}

function tooSmall(
  path: readonly string[],
  { cpu, memory, pods }: { cpu: string; memory: string; pods: number },
  need: Amounts,
  { holds, otherwise }: { holds: string; otherwise: string },
): Problem[] {
  const limits = [
    { key: "cpu", value: cpu, amount: milliCpu(cpu) ?? 0, needs: need.cpu, unit: "m" },
    { key: "memory", value: memory, amount: mebibytes(memory) ?? 0, needs: need.memory, unit: "Mi" },
    { key: "pods", value: pods, amount: pods, needs: need.pods, unit: "" },
  ];
  return limits
    .filter(({ amount, needs }) => amount < needs)
    .map(({ key, value, needs, unit }) => ({
      path: pathOf([...path, key]),
      value,
      rule: `must hold ${holds} ${needs}${unit}`,
      fix: `write at least ${needs}${unit}, or ${otherwise}`,
    }));
}

/** One run. Undefined when a size cannot be read, which is a problem of its own, or when overrides leave the executors' size to Spark. */
function jobNeed({ application, driver, mode, overrides }: Job): Amounts | undefined {
  const driverNeed = processNeed(driver, application);
  if (mode.kind === "local" || driverNeed === undefined) return driverNeed;
  if (Object.keys(overrides).some((key) => resizingKeys.has(key))) return undefined;
  const executorNeed = processNeed(mode.executor, application);
  if (executorNeed === undefined) return undefined;
  const { instances } = mode.executor;
  return {
    cpu: driverNeed.cpu + instances * executorNeed.cpu,
    memory: driverNeed.memory + instances * executorNeed.memory,
    pods: 1 + instances,
  };
}

function processNeed({ cores, cpuRequest, memory }: ProcessSize, application: string): Amounts | undefined {
  const heap = heapMiB(memory);
  const cpu = milliCpu(cpuRequest ?? String(cores));
  if (heap === undefined || cpu === undefined) return undefined;
  return { cpu, memory: podMemoryMiB(heap, languageOf(application)), pods: 1 };
}

/** A roll-out: the migration runs while the old pod still serves. The old pod ends before the new one starts. */
function airflowNeed(parallelism: number): Amounts {
  const context = { image: "", env: [], fileMounts: [], parallelism };
  // Their resources are literal, though the type would allow for Outputs.
  const containers = [...airflowContainers(context), migrationContainer("", [])] as Container[];
  const requests = containers.map(({ resources }) => resources?.requests ?? {});
  return {
    cpu: requests.reduce((total, { cpu = "" }) => total + (milliCpu(cpu) ?? 0), 0),
    memory: requests.reduce((total, { memory = "" }) => total + (mebibytes(memory) ?? 0), 0),
    pods: 2,
  };
}
