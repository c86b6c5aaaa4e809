import { unless } from "../problem";
import { milliCpu } from "./cpu";
import { atLeast, type Fault } from "./fault";
import type { ProcessSize, SparkJob } from "./job";
import { heapMiB, MIN_HEAP_MIB } from "./memory";

/** What is wrong with the sizes of driver and executors. */
export function sizeFaults({ driver, mode }: SparkJob): Fault[] {
  const ofDriver = processFaults(["driver"], driver);
  if (mode.kind === "local") return ofDriver;
  const executor = ["mode", "executor"];
  return [
    ...ofDriver,
    ...processFaults(executor, mode.executor),
    ...atLeast(1, [...executor, "instances"], mode.executor.instances),
  ];
}

function processFaults(path: readonly string[], { cores, memory, cpuRequest }: ProcessSize): Fault[] {
  return [
    ...atLeast(1, [...path, "cores"], cores),
    ...unless((heapMiB(memory) ?? 0) >= MIN_HEAP_MIB, {
      path: [...path, "memory"],
      value: memory,
      rule: `must be a whole number and m or g, at least ${MIN_HEAP_MIB}m, since Spark refuses smaller heaps`,
      fix: `write for instance ${MIN_HEAP_MIB}m or 2g`,
    }),
    ...(cpuRequest === undefined ? [] : cpuRequestFaults([...path, "cpuRequest"], cpuRequest, cores)),
  ];
}

function cpuRequestFaults(path: readonly string[], cpuRequest: string, cores: number): Fault[] {
  const milli = milliCpu(cpuRequest);
  const fix = "write for instance 250m, or leave it out to request all cores";
  if (milli === undefined) {
    return [{ path, value: cpuRequest, rule: "must be a Kubernetes quantity of CPU above zero", fix }];
  }
  const rule = "must not exceed cores, which is the limit";
  return unless(!(milli > cores * 1000), { path, value: cpuRequest, rule, fix });
}
