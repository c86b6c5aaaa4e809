import { unless } from "../problem";

/** A {@link Problem} whose path is relative to the job. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly rule: string;
  readonly fix: string;
}

/** A fault unless the value is a whole number of at least `least`. */
export function atLeast(least: number, path: readonly string[], value: number): Fault[] {
  const rule = `must be a whole number of at least ${least}`;
  return unless(Number.isInteger(value) && value >= least, { path, value, rule, fix: `write ${least} or more` });
}
