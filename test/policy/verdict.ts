/** What the whole pack says about a stack, and a macro for tables of such verdicts. */
import test from "ava";

import { type Parameters, parametersFrom } from "../../policies/parameters.js";
import type { Resource } from "../../policies/model/resource.js";
import { TEAM, furnishings } from "./objects.js";
import { RULES } from "../../policies/rules/index.js";
import { type Report, Session } from "../../policies/session.js";

/** A stack: its resources, and where their properties come from, as `name.property` to names of resources. */
export interface Program {
  readonly resources: readonly Resource[];
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly parameters?: Partial<Parameters>;
  /** Whether namespace `team` lacks quota, limits, NetworkPolicy and account. Default: it has them, and programs need not name them. */
  readonly unfurnished?: boolean;
}

/** The day on which tests run: exceptions expire after it or did before. */
export const TODAY = "2026-11-22";

/** Every line is `rule name: problem`, with `later` in place of the rule if it is only told that the update will judge it, and `excepted` if an exception allows it. Sorted. */
export function verdict(program: Program): readonly string[] {
  const { dependencies = {}, parameters = {} } = program;
  const resources = program.unfurnished ? program.resources : [...program.resources, ...furnished(program.resources)];
  const session = new Session(TODAY);
  session.parameters = parametersFrom(parameters);
  const lines: string[] = [];
  for (const resource of resources) {
    session.register(resource);
    for (const rule of RULES) lines.push(...session.judge(rule, resource.urn).flatMap(linesOf(rule.name)));
  }
  const stack = {
    resources: session.present(new Set(resources.map(({ urn }) => urn))),
    dependencies: ({ name }: Resource, property: string) =>
      resources.filter((source) => dependencies[`${name}.${property}`]?.includes(source.name)),
  };
  for (const rule of RULES) lines.push(...session.conclude(rule, stack).flatMap(linesOf(rule.name)));
  lines.push(...session.takeDeferred().flatMap(linesOf("later")));
  lines.push(...session.takeExcepted().flatMap(linesOf("excepted")));
  return lines.sort();
}

/** Furnishings of `team`, if the program has it: for the same provider. */
function furnished(resources: readonly Resource[]): readonly Resource[] {
  const team = resources.find(({ inputs }) => inputs === TEAM);
  return team ? furnishings("team", { provider: team.provider, providerKnown: team.providerKnown }) : [];
}

function linesOf(rule: string): (report: Report) => string[] {
  return ({ urn = "", message }) => {
    const name = urn.slice(urn.lastIndexOf(":") + 1);
    return message
      .split("\n")
      .filter((line) => line.startsWith("  - "))
      .map((line) => `${rule} ${name}: ${line.slice(4)}`);
  };
}

/** One row of a table: a program that is refused with exactly these lines, and its nearest neighbour that passes. In both orders of registration. */
export const refuses = test.macro((t, refused: Program, lines: readonly string[], neighbour: Program) => {
  t.deepEqual(verdict(refused), [...lines].sort());
  t.deepEqual(verdict(backwards(refused)), [...lines].sort());
  t.deepEqual(verdict(neighbour), []);
  t.deepEqual(verdict(backwards(neighbour)), []);
});

/** A program that passes in both orders of registration. */
export const accepts = test.macro((t, program: Program) => {
  t.deepEqual(verdict(program), []);
  t.deepEqual(verdict(backwards(program)), []);
});

function backwards(program: Program): Program {
  return { ...program, resources: [...program.resources].reverse() };
}
