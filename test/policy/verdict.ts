/** What the whole pack says about a stack, and a macro for tables of such verdicts. */
import test from "ava";

import { type Parameters, parametersFrom } from "../../policies/parameters.js";
import type { Resource } from "../../policies/model/resource.js";
import { RULES } from "../../policies/rules/index.js";
import { Session } from "../../policies/session.js";

/** A stack: its resources, and where their properties come from, as `name.property` to names of resources. */
export interface Program {
  readonly resources: readonly Resource[];
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly parameters?: Partial<Parameters>;
}

/** Every line is `rule name: problem`, with `later` before it if it is only told that the update will judge it. Sorted. */
export function verdict({ resources, dependencies = {}, parameters = {} }: Program): readonly string[] {
  const session = new Session();
  session.parameters = parametersFrom(parameters);
  const lines: string[] = [];
  for (const resource of resources) {
    session.register(resource);
    for (const rule of RULES) lines.push(...session.judge(rule, resource.urn).flatMap(linesOf(rule.name)));
  }
  const urns = resources.map(({ urn }) => urn);
  const sources = ({ name }: Resource, property: string) =>
    resources.filter((source) => dependencies[`${name}.${property}`]?.includes(source.name));
  for (const rule of RULES) lines.push(...session.conclude(rule, urns, sources).flatMap(linesOf(rule.name)));
  lines.push(...session.takeDeferred().flatMap(linesOf("later")));
  return lines.sort();
}

function linesOf(rule: string): (report: { urn: string; message: string }) => string[] {
  return ({ urn, message }) => {
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
