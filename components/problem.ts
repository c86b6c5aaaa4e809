/** One thing that is wrong with what a user wrote: all of them are collected, then reported at once. */
export interface Problem {
  /** Where it was written, for example `jobs.flights.driver.memory`. */
  readonly path: string;
  /** The value as written. Never the value of a secret. */
  readonly value: unknown;
  /** What must hold, as a sentence without a full stop. */
  readonly rule: string;
  /** What to write instead. */
  readonly fix: string;
}

/** Lines for people: one problem a line, in the order of the paths. */
export function describeProblems(problems: readonly Problem[]): string {
  return [...problems]
    .sort((a, b) => a.path.localeCompare(b.path))
    .map(({ path, value, rule, fix }) => `  ${path} = ${JSON.stringify(value) ?? "(missing)"}: ${rule}; ${fix}`)
    .join("\n");
}
