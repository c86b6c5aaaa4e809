/** What the whole pack says about a program: every report with the level at which the engine shows it. */
import { type Parameters, parametersFrom } from "../../../policies/parameters.js";
import type { Resource } from "../../../policies/model/resource.js";
import { EXCEPTION_USED, EXCEPTION_VALID, JUDGED_LATER } from "../../../policies/rules/housekeeping.js";
import { RULES } from "../../../policies/rules/index.js";
import type { PolicyText } from "../../../policies/rules/rule.js";
import { type Report, Session } from "../../../policies/session.js";
import { TODAY } from "../verdict.js";

/** A stack, complete: unlike in `verdict.ts`, nothing is added to it. */
export interface Program {
  readonly resources: readonly Resource[];
  /** Where properties come from, as `name.property` to names of resources. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly parameters?: Partial<Parameters>;
  /** Rules that are switched off, since they refuse the arrangement for a reason of their own. */
  readonly off?: readonly string[];
}

/** One report. `name` is the Pulumi name of the resource, empty for what is about the configuration. */
export interface Said {
  readonly rule: string;
  readonly level: string;
  readonly name: string;
  readonly message: string;
}

/** Everything the pack says about a program, in the order in which it says it. */
export function saidAbout({ resources, dependencies = {}, parameters = {}, off = [] }: Program): readonly Said[] {
  const session = new Session(TODAY);
  session.parameters = parametersFrom(parameters);
  const rules = RULES.filter(({ name }) => !off.includes(name));
  const said: Said[] = [];
  const tell = (policy: PolicyText, reports: readonly Report[]) =>
    said.push(...reports.map((it) => saying(policy, it)));
  for (const resource of resources) {
    session.register(resource);
    for (const rule of rules) tell(rule, session.judge(rule, resource.urn));
  }
  const stack = {
    resources: session.present(new Set(resources.map(({ urn }) => urn))),
    dependencies: ({ name }: Resource, property: string) =>
      resources.filter((source) => dependencies[`${name}.${property}`]?.includes(source.name)),
  };
  for (const rule of rules) tell(rule, session.conclude(rule, stack));
  tell(JUDGED_LATER, session.takeDeferred());
  tell(EXCEPTION_USED, session.takeExcepted());
  tell(EXCEPTION_VALID, session.exceptionReports());
  return said;
}

function saying({ name: rule, level }: PolicyText, { urn = "", message }: Report): Said {
  return { rule, level, name: urn.slice(urn.lastIndexOf(":") + 1), message };
}

/** The verdict: each `level name` once, sorted. */
export function levelsOf(said: readonly Said[]): readonly string[] {
  return [...new Set(said.map(({ level, name }) => `${level} ${name}`))].sort();
}
