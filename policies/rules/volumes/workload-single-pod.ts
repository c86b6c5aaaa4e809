import { UNKNOWN } from "../../model/values";
import type { Resource } from "../../model/resource";
import type { Holder } from "../../model/volumes/sharing";
import type { Finding, Rule } from "../rule";
import { forHolders } from "./held-claims";

export const workloadSinglePod: Rule = {
  name: "ebs-workload-single-pod",
  level: "mandatory",
  description: "A workload with a claim on EBS never has two pods at once, autoscalers included.",
  why: "An EBS volume attaches to one node, so the second pod waits with a Multi-Attach error; where both land on one node, two processes write the same files.",
  fix: "Write `replicas: 1` (an autoscaler's maximum too), `parallelism: 1`, `concurrencyPolicy: Forbid`; or give each pod a claim of its own: `volumeClaimTemplates` of a StatefulSet, an ephemeral volume, `claimName: OnDemand` for Spark's executors.",
  ...forHolders(severalPods),
};

function severalPods({ resource, pods, certain }: Holder, mounts: string): readonly Finding[] {
  if (pods === UNKNOWN) {
    return [{ resource, certain: false, problem: `${mounts}, and how many pods there are at once is not known yet` }];
  }
  if (pods <= 1) return [];
  const count = pods === Infinity ? `any number of pods at once${reason(resource)}` : `${pods} pods at once`;
  return [{ resource, certain, problem: `${mounts}, and there can be ${count}` }];
}

/** Why nothing bounds the number, by kind. */
const REASONS: Readonly<Record<string, string>> = {
  ConfigMap: "whoever reads this file starts one for each task or executor",
  CronJob: "a run that is late overlaps the next one",
  DaemonSet: "one on each node",
  ScaledJob: "one Job for each event",
  ScheduledSparkApplication: "runs overlap, and so do executors",
  SparkApplication: "a replacement of an executor starts before the old one's volume is free",
};

function reason({ object }: Resource): string {
  const known = REASONS[object?.kind ?? ""];
  return known === undefined ? "" : `: ${known}`;
}
