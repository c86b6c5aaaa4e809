/** One input of a cloud resource, judged together with what AWS does where it is left out. */
import type { Resource } from "../../model/resource";
import { UNKNOWN, type Value } from "../../model/values";
import { type Finding, unknown, violation } from "../rule";

export interface Requirement {
  readonly holds: (value: Value) => boolean;
  /** What AWS does where nothing is written: the rest of "… is missing, ". Absent where that is right, so that it may be left out. */
  readonly absent?: string;
  /** What to write instead. */
  readonly write: string;
}

/** What is wrong with the value at a place of the resource. */
export function missed(
  resource: Resource,
  place: string,
  value: Value | undefined,
  { holds, absent, write }: Requirement,
): readonly Finding[] {
  if (value === UNKNOWN) return [unknown(resource, place)];
  if (value === undefined) {
    return absent === undefined ? [] : [violation(resource, `${place} is missing, ${absent}: ${write}`)];
  }
  return holds(value) ? [] : [violation(resource, `${place} is ${JSON.stringify(value)}: ${write}`)];
}
