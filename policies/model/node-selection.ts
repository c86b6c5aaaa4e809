/** Which nodes a pod may be placed on. */
import { CAPACITY_LABELS, type NodePool, type Taint } from "./node-pools";
import { UNKNOWN, type Value, at, hasUnknown, isRecord, listAt, stringAt } from "./values";

/** What a node's label has to be. */
interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly Value[];
}

/** What a pod says about its nodes. */
export interface NodeSelection {
  /** Alternatives, of each of which everything must hold; one without expressions holds everywhere. */
  readonly required: readonly (readonly Expression[])[];
  readonly preferred: readonly Expression[];
  readonly tolerations: readonly Value[];
  /** Whether some of it is not known yet. */
  readonly uncertain: boolean;
}

/** The selection in the fields of a pod's spec, of which a SparkApplication's driver has some too. */
export function nodeSelection(...specs: readonly (Value | undefined)[]): NodeSelection {
  const affinities = specs.map((spec) => at(spec, "affinity", "nodeAffinity"));
  const terms = affinities.flatMap((it) =>
    listAt(it, "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"),
  );
  const preferences = affinities.flatMap((it) => listAt(it, "preferredDuringSchedulingIgnoredDuringExecution"));
  const selectors = specs.map((spec) => at(spec, "nodeSelector"));
  const common = selectors.flatMap(exactly);
  const alternatives = terms.length === 0 ? [[]] : terms.map((term) => expressions(term));
  const tolerations = specs.flatMap((spec) => listAt(spec, "tolerations"));
  return {
    required: alternatives.map((alternative) => [...common, ...alternative]),
    preferred: preferences.flatMap((it) => expressions(at(it, "preference"))),
    tolerations,
    uncertain: [...selectors, ...terms, ...tolerations, ...affinities].some(hasUnknown) || specs.includes(UNKNOWN),
  };
}

/** A node selector as expressions. */
export function exactly(selector: Value | undefined): readonly Expression[] {
  if (!isRecord(selector)) return [];
  return Object.entries(selector).map(([key, value]) => ({ key, operator: "In", values: [value] }));
}

function expressions(term: Value | undefined): readonly Expression[] {
  return listAt(term, "matchExpressions").map((it) => ({
    key: stringAt(it, "key") ?? "",
    operator: stringAt(it, "operator") ?? "",
    values: listAt(it, "values"),
  }));
}

/** Whether the pod asks for spot nodes by name, if only as one choice. */
export function asksForSpot({ required, preferred }: NodeSelection): boolean {
  return [...required.flat(), ...preferred].some(
    ({ key, operator, values }) => operator === "In" && CAPACITY_LABELS.includes(key) && values.some(isSpot),
  );
}

type PoolNodes = Pick<NodePool, "labels" | "taints">;

/** Whether the pod stays away from the spot nodes of a pool. A label that is only on pools without spot nodes keeps it away too. */
export function avoids(
  { required, tolerations }: NodeSelection,
  pool: PoolNodes,
  steady: readonly PoolNodes[],
): boolean {
  const repelled = pool.taints.some((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
  return repelled || required.every((alternative) => alternative.some((it) => !canHold(it, pool, steady)));
}

function canHold({ key, operator, values }: Expression, { labels }: PoolNodes, steady: readonly PoolNodes[]): boolean {
  const label = labels.get(key);
  if (operator === "NotIn") return label === undefined || label === UNKNOWN || !values.includes(label);
  if (operator !== "In" || values.includes(UNKNOWN)) return true;
  if (label === UNKNOWN) return true;
  if (label !== undefined) return values.includes(label);
  if (CAPACITY_LABELS.includes(key)) return values.some(isSpot);
  return !values.every((value) => steady.some((it) => it.labels.get(key) === value));
}

function isSpot(value: Value): boolean {
  return typeof value === "string" && value.toLowerCase() === "spot";
}

function tolerates(toleration: Value, { key, value }: Taint): boolean {
  if (hasUnknown(toleration)) return true;
  const wanted = stringAt(toleration, "key");
  if (at(toleration, "effect") === "PreferNoSchedule") return false;
  if (at(toleration, "operator") === "Exists") return wanted === undefined || wanted === "" || wanted === key;
  return wanted === key && (stringAt(toleration, "value") ?? "") === value;
}
