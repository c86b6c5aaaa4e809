/**
 * Whether quotas are large enough for what must fit into them.
 */

import { type Problem, pathOf } from "../../components/problem";
import { milliCpu } from "../../components/spark/cpu";
import { mebibytes } from "../mebibytes";
import { airflowPod, driverPodNeed, executorPodNeed, migrationPod, type PodNeed } from "../pod-needs";
import type { ReadableParts } from "./reader";

type Job = ReadableParts["jobs"][string];

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
function jobNeed(job: Job): Amounts | undefined {
  const driver = driverPodNeed(job);
  if (driver === undefined) return undefined;
  if (job.mode.kind === "local") return amounts(driver);
  const executor = executorPodNeed(job);
  if (executor === undefined) return undefined;
  return amounts(driver, ...Array.from({ length: job.mode.executor.instances }, () => executor));
}

/** A roll-out: the migration runs while the old pod still serves. The old pod ends before the new one starts. */
function airflowNeed(parallelism: number): Amounts {
  return amounts(airflowPod(parallelism), migrationPod());
}

function amounts(...pods: readonly PodNeed[]): Amounts {
  return {
    cpu: pods.reduce((total, { milliCpu }) => total + milliCpu, 0),
    memory: pods.reduce((total, { memoryMiB }) => total + memoryMiB, 0),
    pods: pods.length,
  };
}
