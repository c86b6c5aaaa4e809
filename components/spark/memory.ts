import type { Language } from "./application";

/**
 * Smallest heap, in MiB. Spark refuses to start with less than 450 MiB of usable heap (its `UnifiedMemoryManager`), and a part of the heap that the
 * JVM was given does not count as usable.
 */
export const MIN_HEAP_MIB = 512;

/** Smallest memory outside the heap, in MiB: Spark's default of `spark.executor.minMemoryOverhead`. */
const MIN_OVERHEAD_MIB = 384;

/**
 * Memory outside the heap as a share of it. Python workers live there, so that Python gets what Spark gives it in cluster mode. In client mode
 * Spark would use the smaller share for both.
 */
export const OVERHEAD_FACTORS: Readonly<Record<Language, number>> = { python: 0.4, jvm: 0.1 };

const MIB_PER_UNIT: Readonly<Record<string, number>> = { m: 1, g: 1024 };

/**
 * Heap in MiB, read from Spark's notation: a whole number and `m` or `g`. Undefined for anything else. A number without a unit is refused, because
 * Spark reads it as MiB for executors while the driver's JVM reads it as bytes.
 */
export function heapMiB(memory: string): number | undefined {
  const [, amount, unit] = /^([1-9]\d{0,6})([mg])$/.exec(memory) ?? [];
  const mib = MIB_PER_UNIT[unit ?? ""];
  return mib === undefined ? undefined : Number(amount) * mib;
}

/** Memory in MiB that a pod with this heap needs: heap and overhead, computed as Spark does it for executors. */
export function podMemoryMiB(heap: number, language: Language): number {
  return heap + Math.max(MIN_OVERHEAD_MIB, Math.floor(heap * OVERHEAD_FACTORS[language]));
}

/** The largest heap in MiB whose pod needs no more than this; at least the smallest that Spark starts with. */
export function heapWithinMiB(podMemory: number, language: Language): number {
  const heap = Math.min(podMemory - MIN_OVERHEAD_MIB, Math.floor(podMemory / (1 + OVERHEAD_FACTORS[language])));
  return Math.max(heap, MIN_HEAP_MIB);
}
