/** What pods of the settings ask a node for. */

import type { types } from "@pulumi/kubernetes";
import type { Unwrap } from "@pulumi/pulumi";
import { airflowContainers, migrationContainer } from "../components/kubernetes/airflow-containers";
import { languageOf } from "../components/spark/application";
import { milliCpu } from "../components/spark/cpu";
import type { ProcessSize, SparkJob } from "../components/spark/job";
import { heapMiB, podMemoryMiB } from "../components/spark/memory";
import { resizingKeys } from "../components/spark/owned-conf";
import { mebibytes } from "./mebibytes";

export interface PodNeed {
  readonly milliCpu: number;
  readonly memoryMiB: number;
}

/** What of a job its pods' sizes follow from. */
export type SizedJob = Pick<SparkJob, "application" | "driver" | "mode" | "overrides">;

type Container = Unwrap<types.input.core.v1.Container>;

/** A job's driver. Undefined when its size cannot be read, which is a problem of its own. */
export function driverPodNeed({ driver, application }: SizedJob): PodNeed | undefined {
  return processNeed(driver, application);
}

/** One executor of a job. Undefined when there is none, when its size cannot be read, or when overrides leave it to Spark. */
export function executorPodNeed({ mode, application, overrides }: SizedJob): PodNeed | undefined {
  if (mode.kind === "local" || Object.keys(overrides).some((key) => resizingKeys.has(key))) return undefined;
  return processNeed(mode.executor, application);
}

/** Airflow's pod. */
export function airflowPod(parallelism: number): PodNeed {
  return requestsOf(airflowContainers({ image: "", env: [], fileMounts: [], parallelism }));
}

/** The pod that migrates Airflow's database. */
export function migrationPod(): PodNeed {
  return requestsOf([migrationContainer("", [])]);
}

/** The pod of Postgres. */
export function postgresPod({ cpu, memory }: { readonly cpu: string; readonly memory: string }): PodNeed {
  return { milliCpu: milliCpu(cpu) ?? 0, memoryMiB: mebibytes(memory) ?? 0 };
}

function processNeed({ cores, cpuRequest, memory }: ProcessSize, application: string): PodNeed | undefined {
  const heap = heapMiB(memory);
  const cpu = milliCpu(cpuRequest ?? String(cores));
  if (heap === undefined || cpu === undefined) return undefined;
  return { milliCpu: cpu, memoryMiB: podMemoryMiB(heap, languageOf(application)) };
}

/** Their resources are literal, though the type would allow for Outputs. */
function requestsOf(containers: types.input.core.v1.Container[]): PodNeed {
  const requests = (containers as Container[]).map(({ resources }) => resources?.requests ?? {});
  return {
    milliCpu: requests.reduce((total, { cpu = "" }) => total + (milliCpu(cpu) ?? 0), 0),
    memoryMiB: requests.reduce((total, { memory = "" }) => total + (mebibytes(memory) ?? 0), 0),
  };
}
