/** Values at places that are written as patterns. */
import { type Value, at, listAt } from "./values";

export interface Found {
  /** Where it is, for example `spec.ingress[0].from[1]`. */
  readonly path: string;
  readonly value: Value;
}

/** What is at a pattern such as `spec.ingress[].from[]`, in which `[]` stands for each element. Below what is not known yet everything is. */
export function select(value: Value | undefined, pattern: string): readonly Found[] {
  return follow({ path: "", value }, pattern.split(/\.|(?=\[\])/));
}

function follow(
  { path, value }: { path: string; value: Value | undefined },
  [step, ...rest]: readonly string[],
): readonly Found[] {
  if (step === undefined) return value === undefined ? [] : [{ path, value }];
  if (step !== "[]") return follow({ path: path === "" ? step : `${path}.${step}`, value: at(value, step) }, rest);
  return listAt(value).flatMap((element, index) => follow({ path: `${path}[${index}]`, value: element }, rest));
}
