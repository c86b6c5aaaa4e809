import { isOnKubernetes, isPutTogether, isTrue } from "../../model/spark-kubernetes";
import { type SparkRun, allRuns, wholeRuns } from "../../model/spark-runs";
import { UNKNOWN, type Value } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

const PREFIX = "spark.dynamicAllocation";

export const sparkDynamicAllocationBounded: Rule = {
  name: "spark-dynamic-allocation-bounded",
  level: "mandatory",
  description: "Dynamic allocation has an upper bound, and shuffle files outlive the executors that it takes away.",
  why: "Spark's own bound is infinity: one wide query asks for executors until the quota or the budget is used up, and the other jobs wait. Executors that go with their shuffle files make finished stages run again.",
  fix: `Set \`${PREFIX}.maxExecutors\` to a number, and leave \`${PREFIX}.shuffleTracking.enabled\` at true, Spark's default, unless decommissioned executors hand their blocks on.`,
  judge: (resource) => wholeRuns(resource).flatMap(findings),
  conclude: ({ resources }) => allRuns([...resources.values()]).flatMap(findings),
};

function findings(run: SparkRun): readonly Finding[] {
  const enabled = run.settings.get(`${PREFIX}.enabled`);
  if (isOpen(enabled)) return [unknown(run.resource, `${run.place}: ${PREFIX}.enabled`)];
  return isTrue(enabled) ? [...unbounded(run), ...losesShuffle(run)] : [];
}

/** What Spark takes its own word infinity for. */
const INFINITY = 2 ** 31 - 1;

function unbounded({ resource, place, settings, incomplete }: SparkRun): readonly Finding[] {
  const max = settings.get(`${PREFIX}.maxExecutors`);
  const where = `${place}: ${PREFIX}.maxExecutors`;
  if (isOpen(max) || (max === undefined && incomplete)) return [unknown(resource, where)];
  if (max === undefined) return [violation(resource, `${where} is missing, which means infinity`)];
  const number = typeof max === "string" && /^\d+$/.test(max) ? Number(max) : max;
  const bounded = typeof number === "number" && number > 0 && number < INFINITY;
  return bounded ? [] : [violation(resource, `${where} is ${JSON.stringify(max)}: write a number`)];
}

/** Spark refuses to start so. What is left out is for Spark's default, which is to track shuffle files since version 3.4. */
function losesShuffle(run: SparkRun): readonly Finding[] {
  const { resource, place, settings } = run;
  const key = `${PREFIX}.shuffleTracking.enabled`;
  const onKubernetes = run.operated || isOnKubernetes(run) !== false;
  if (!onKubernetes || settings.get(key) === undefined || isTrue(settings.get(key))) return [];
  if (DECOMMISSION.every((it) => isTrue(settings.get(it)))) return [];
  if (isOpen(settings.get(key))) return [unknown(resource, `${place}: ${key}`)];
  return [violation(resource, `${place}: ${key} is false, and no setting moves the blocks of executors that go`)];
}

const DECOMMISSION = ["spark.decommission.enabled", "spark.storage.decommission.enabled"];

/** Whether the value is settled only later. */
function isOpen(value: Value | undefined): boolean {
  return value === UNKNOWN || (typeof value === "string" && isPutTogether(value));
}
