/** Label selectors of Kubernetes. */
import { type Value, at, isRecord, listAt, stringAt } from "./values";

/** Whether a selector chooses an object with the labels: an empty one chooses all, a missing one none. Both must be known. */
export function selects(selector: Value | undefined, labels: Value | undefined): boolean {
  if (!isRecord(selector)) return false;
  const wanted = at(selector, "matchLabels");
  const equal = Object.entries(isRecord(wanted) ? wanted : {}).every(([key, value]) => at(labels, key) === value);
  return equal && listAt(selector, "matchExpressions").every((expression) => holds(expression, labels));
}

function holds(expression: Value, labels: Value | undefined): boolean {
  const label = at(labels, stringAt(expression, "key") ?? "");
  const listed = label !== undefined && listAt(expression, "values").includes(label);
  switch (at(expression, "operator")) {
    case "In":
      return listed;
    case "NotIn":
      return !listed;
    case "Exists":
      return label !== undefined;
    case "DoesNotExist":
      return label === undefined;
    default:
      return false;
  }
}
