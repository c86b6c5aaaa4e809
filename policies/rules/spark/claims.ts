import { mountsEbs } from "../../model/mounted-claims";
import { isPutTogether, isTrue } from "../../model/spark-kubernetes";
import { type SparkRun, allRuns, wholeRuns } from "../../model/spark-runs";
import { type SparkClaim, isOnDemand, isPerPod, namespaceOfPods, sparkClaims } from "../../model/spark-volumes";
import { UNKNOWN } from "../../model/values";
import type { Consumer } from "../../model/volumes/consumer";
import { type View, atEnd, soFar } from "../../model/volumes/view";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const sparkPvcPerPod: Rule = {
  name: "spark-pvc-per-pod",
  level: "mandatory",
  description: "Each of Spark's executors has claims of its own, which Spark makes.",
  why: "A volume on EBS attaches to one node: executors that share a claim wait for each other for ever, and a single one waits for its predecessor to let go. Spark makes a claim only if it knows class and size; otherwise executors wait for a claim that nobody makes.",
  fix: "Set `claimName=OnDemand`, and with it `storageClass` and `sizeLimit`; or use a claim whose class is certainly not EBS.",
  judge: (resource, registered) => findings(wholeRuns(resource), soFar(registered, resource)),
  conclude: (stack) => findings(allRuns([...stack.resources.values()]), atEnd(stack)),
};

/** Old access mode of the claims that Spark makes. */
const LEGACY = "spark.kubernetes.legacy.useReadWriteOnceAccessMode";

export const sparkPvcSharedAccessMode: Rule = {
  name: "spark-pvc-shared-access-mode",
  level: "advisory",
  description: "The claims that Spark makes are of access mode ReadWriteOncePod, its default since version 4.0.",
  why: "With ReadWriteOnce a second pod on the same node can mount the claim of an executor; with ReadWriteOncePod the scheduler keeps it away.",
  fix: `Leave \`${LEGACY}\` out, unless the CSI driver is too old for ReadWriteOncePod.`,
  judge: (resource) => wholeRuns(resource).flatMap(legacyMode),
  conclude: ({ resources }) => allRuns([...resources.values()]).flatMap(legacyMode),
};

function findings(runs: readonly SparkRun[], view: View): readonly Finding[] {
  return runs.flatMap((run) =>
    sparkClaims(run.settings)
      .filter(({ role }) => role === "executor")
      .flatMap((claim) => (isPerPod(claim) ? neverMade(run, claim) : shared(run, claim, view))),
  );
}

function neverMade({ resource, place, incomplete }: SparkRun, claim: SparkClaim): readonly Finding[] {
  if (!isOnDemand(claim)) return [];
  const needed = { storageClass: claim.storageClass, sizeLimit: claim.sizeLimit };
  return Object.entries(needed).flatMap(([option, value]) => {
    if (value !== undefined && value !== "") return [];
    const where = `${place}: ${claim.key}.options.${option}`;
    return [
      incomplete
        ? unknown(resource, where)
        : violation(resource, `${where} is missing: Spark makes no claim without it`),
    ];
  });
}

function shared(run: SparkRun, { claimName, key }: SparkClaim, view: View): readonly Finding[] {
  const { resource } = run;
  const place = `${run.place}: ${key}.options.claimName`;
  if (typeof claimName !== "string") return [unknown(resource, place)];
  if (isPutTogether(claimName)) return [{ resource, certain: false, problem: `${place} is put together at run time` }];
  const consumer: Consumer = { resource, place, pod: place, claimName, namespace: namespaceOfPods(run), pods: "any" };
  const onEbs = mountsEbs(consumer, view);
  if (onEbs === false) return [];
  const problem = `${place} is "${claimName}", one claim for all executors, and nothing says that it is not on EBS`;
  return [{ resource, certain: onEbs === true, problem }];
}

function legacyMode({ resource, place, settings }: SparkRun): readonly Finding[] {
  const legacy = settings.get(LEGACY);
  if (legacy === undefined || !sparkClaims(settings).some(isOnDemand)) return [];
  if (legacy === UNKNOWN) return [unknown(resource, `${place}: ${LEGACY}`)];
  return isTrue(legacy) ? [violation(resource, `${place}: ${LEGACY} is true`)] : [];
}
