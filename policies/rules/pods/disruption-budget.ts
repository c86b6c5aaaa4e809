import { home } from "../../model/namespaces";
import { isReplicated, leastPods } from "../../model/replicas";
import { type Resource, type Stack, describe } from "../../model/resource";
import { selects } from "../../model/selectors";
import { UNKNOWN, type Value, at, hasUnknown } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const disruptionBudget: Rule = {
  name: "k8s-disruption-budget",
  level: "mandatory",
  description: "A PodDisruptionBudget lets at least one of its pods go.",
  why: "Nobody may evict the single pod of Airflow or Postgres under a budget that keeps one: draining its node, and with it every upgrade of the cluster, waits for ever.",
  fix: "Remove the budget of a single pod, or write `maxUnavailable: 1`; against evictions in the middle of work use the annotations of the autoscaler.",
  judge: (resource) => (isBudget(resource) ? alwaysBlocking(resource) : []),
  conclude: (stack) => {
    const budgets = [...stack.resources.values()].filter(isBudget);
    return budgets.flatMap((budget) => keepingAll(budget, stack));
  },
};

function isBudget({ object }: Resource): boolean {
  return object?.kind === "PodDisruptionBudget" && object.group === "policy";
}

/** Budgets that let no pod go, however many there are. */
function alwaysBlocking(budget: Resource): readonly Finding[] {
  const none = (value: Value): boolean => countOf(value) === 0 || percentOf(value) === 0;
  const all = (value: Value): boolean => (percentOf(value) ?? 0) >= 100;
  return [...inField(budget, "maxUnavailable", none), ...inField(budget, "minAvailable", all)];
}

function inField(budget: Resource, field: string, blocks: (value: Value) => boolean): readonly Finding[] {
  const value = at(budget.inputs, "spec", field);
  if (value === UNKNOWN) return [unknown(budget, `spec.${field}`)];
  if (value === undefined || !blocks(value)) return [];
  return [violation(budget, `spec.${field} is ${JSON.stringify(value)}: no pod may ever be evicted`)];
}

/** A number of pods to keep blocks or not by how many there are, which only the whole stack tells. */
function keepingAll(budget: Resource, stack: Stack): readonly Finding[] {
  const least = at(budget.inputs, "spec", "minAvailable");
  if (least === undefined || alwaysBlocking(budget).length > 0) return [];
  const selector = at(budget.inputs, "spec", "selector");
  if (hasUnknown(selector)) return [unknown(budget, "spec.selector")];
  const chosen = chosenBy(budget, stack);
  const pods = chosen.reduce((sum, it) => sum + it.pods, 0);
  if (pods > 0 && toKeep(least, pods) < pods) return [];
  if (chosen.some(({ certain }) => !certain)) return [unknown(budget, "the number of pods that the budget is for")];
  return pods === 0 ? [] : [blocked(budget, least, chosen)];
}

/** A workload that a budget is for, or may be. */
interface Chosen {
  readonly workload: Resource;
  readonly certain: boolean;
  /** How many pods it has for certain. */
  readonly pods: number;
}

function chosenBy(budget: Resource, stack: Stack): readonly Chosen[] {
  return [...stack.resources.values()].filter(isReplicated).flatMap((workload) => {
    const chosen = isChosen(workload, budget, stack);
    if (chosen === false) return [];
    const count = leastPods(workload, stack);
    const certain = chosen === true && count !== UNKNOWN;
    return [{ workload, certain, pods: certain ? count : 0 }];
  });
}

function blocked(budget: Resource, least: Value, chosen: readonly Chosen[]): Finding {
  const named = chosen.map(({ workload, pods }) => `${pods} of ${describe(workload)} (${workload.urn})`).join(" and ");
  const problem = `spec.minAvailable is ${JSON.stringify(least)}, and the pods are ${named}: none may ever be evicted`;
  return violation(
    budget,
    problem,
    chosen.map(({ workload }) => workload),
  );
}

/** Percentages are rounded up. */
function toKeep(least: Value, pods: number): number {
  return countOf(least) ?? Math.ceil((pods * (percentOf(least) ?? 0)) / 100);
}

function countOf(value: Value): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function percentOf(value: Value): number | undefined {
  const digits = typeof value === "string" ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}

/** Whether a budget is for the pods of a workload: one of the same namespace whose labels it selects. */
function isChosen(workload: Resource, budget: Resource, stack: Stack): boolean | typeof UNKNOWN {
  // The provider writes `default` where the namespace is missing.
  const [here, there] = [home(workload, stack) ?? "default", home(budget, stack) ?? "default"];
  const labels = at(workload.inputs, "spec", "template", "metadata", "labels");
  const selected = hasUnknown(labels) ? UNKNOWN : selects(at(budget.inputs, "spec", "selector"), labels);
  if (workload.provider !== budget.provider || selected === false) return false;
  if (here === UNKNOWN || there === UNKNOWN) return UNKNOWN;
  return here === there && selected;
}
