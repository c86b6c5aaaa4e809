/** The one form in which everything that mounts a claim is told, wherever it is written. */
import type { Resource } from "../resource";
import type { UNKNOWN, Value } from "../values";

/**
 * Pods that mount a claim of a fixed name. `consumers()` in consumers.ts finds those of volumes in pods; `sparkConsumers(resource): readonly Consumer[]` in ../spark-volumes.ts adds the drivers that
 * Spark starts with settings such as `spark.kubernetes.driver.volumes.persistentVolumeClaim.data.options.claimName`. Claims that Spark makes itself (`OnDemand`) are none, and neither are
 * executors by settings, which have a rule of their own.
 */
export interface Consumer {
  /** The workload: two consumers of different resources share the claim. */
  readonly resource: Resource;
  /** Where the claim is named, for example `spec.template.spec.volumes[0] "data"`. */
  readonly place: string;
  /** Which of the resource's pods, for example `spec.template.spec`: what the same pods mount twice counts once. */
  readonly pod: string;
  readonly claimName: string | typeof UNKNOWN;
  /** The namespace of the pods, mostly that of the resource. */
  readonly namespace: Value | undefined;
  /** How many pods at once: as many as `maxPods(resource)` says, or any number, since something at run time starts them. */
  readonly pods: "own" | "any";
}
