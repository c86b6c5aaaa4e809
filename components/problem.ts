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

/** The problem, unless the rule holds. */
export function unless<P>(holds: boolean, problem: P): P[] {
  return holds ? [] : [problem];
}

/** Longest text that is shown whole: more would hide the rule behind it. */
const SHOWN_LENGTH = 100;

/** Lines for people: one problem a line, in the order of the paths. */
export function describeProblems(problems: readonly Problem[]): string {
  return [...problems]
    .sort((a, b) => a.path.localeCompare(b.path))
    .map(({ path, value, rule, fix }) => `  ${path} = ${shown(value)}: ${rule}; ${fix}`)
    .join("\n");
}

/** Groups and lists are not spelled out: what is wrong is not inside them, and a secret might be. */
function shown(value: unknown): string {
  if (value === undefined) return "(missing)";
  const text = JSON.stringify(value);
  const isEmpty = text.length === "[]".length;
  if (typeof value === "object" && value !== null && !isEmpty) return Array.isArray(value) ? "[…]" : "{…}";
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}…`;
}

/** Path of a value inside nested settings, as JavaScript would write it: `jobs.flights.conf["spark.ui.port"]`, `network.dnsCidrs[0]`. */
export function pathOf(steps: readonly PropertyKey[]): string {
  return steps.map(accessTo).join("").replace(/^\./, "");
}

function accessTo(step: PropertyKey): string {
  if (typeof step === "number") return `[${step}]`;
  const name = String(step);
  return /^[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
