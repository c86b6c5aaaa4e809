/** Rows of the tables, and the macro that runs one in each state, in both orders of registration, and with unknown values refused. */
import test from "ava";

import { type Program, type Said, levelsOf, saidAbout } from "./levels.js";
import { STATES, type State, inState, reversed } from "./states.js";

/** Under what a program is judged. */
export interface Moment {
  readonly state: State;
  readonly backwards: boolean;
  /** Whether `unknownValues` is `refuse`. */
  readonly strict: boolean;
}

type Lines = readonly string[];

export interface Row {
  /** Number in the specification; `M` and a number for what follows from its model without being listed. */
  readonly id: string;
  readonly arrangement: string;
  readonly program: Program | ((state: State) => Program);
  /** Each `level name` that the pack says, and nothing besides. */
  readonly expected: Lines | ((moment: Moment) => Lines);
  /** The rule that says it, where the specification names one. */
  readonly rule?: string;
  /** What the message has to tell. */
  readonly says?: Lines;
  /** The nearest program that passes. Every refused row has one. */
  readonly neighbour?: Program | ((state: State) => Program);
}

const PREVIEWS: readonly State[] = ["P1", "P2"];

export const PASSES: Lines = [];

export function refused(...names: Lines): Lines {
  return names.map((name) => `mandatory ${name}`).sort();
}

export function told(...names: Lines): Lines {
  return names.map((name) => `advisory ${name}`).sort();
}

/** Of two resources, the one registered second is refused. */
export function secondRefused(first: string, second: string): (moment: Moment) => Lines {
  return ({ backwards }) => refused(backwards ? first : second);
}

/** A value that is not known decides: told in the first preview, refused in the next, and in a live cluster what it turned out to be. */
export function unknownDecides(whenKnown: Lines, ...names: Lines): (moment: Moment) => Lines {
  return ({ state, strict }) => {
    if (state === "P5") return whenKnown;
    return state === "P1" && !strict ? told(...names) : refused(...names);
  };
}

export function titleOf({ id, arrangement }: Row): string {
  return `row ${id}: ${arrangement}`;
}

export const holds = test.macro((t, row: Row) => {
  for (const moment of moments()) {
    const said = saidAt(row.program, moment);
    const where = JSON.stringify(moment);
    const expected = typeof row.expected === "function" ? row.expected(moment) : row.expected;
    t.deepEqual(levelsOf(said), expected, `${where}\n${text(said)}`);
    if (said.length > 0 && row.rule !== undefined && !waits(said)) {
      t.deepEqual([...new Set(said.map(({ rule }) => rule))], [row.rule], where);
    }
    for (const words of said.length > 0 ? (row.says ?? []) : [])
      t.true(text(said).includes(words), `${words} ${where}`);
    if (row.neighbour && !moment.strict) t.is(text(saidAt(row.neighbour, moment)), "", `neighbour ${where}`);
  }
});

/** Whether the row names a neighbour or needs none. */
export function hasNeighbour({ expected, neighbour }: Row): boolean {
  const everywhere = moments().flatMap((moment) => (typeof expected === "function" ? expected(moment) : expected));
  return neighbour !== undefined || !everywhere.some((line) => line.startsWith("mandatory"));
}

/** In a live cluster nothing is unknown that strictness could be about. */
function moments(): readonly Moment[] {
  const judged = [
    ...STATES.map((state) => ({ state, strict: false })),
    ...PREVIEWS.map((state) => ({ state, strict: true })),
  ];
  return judged.flatMap((it) => [false, true].map((backwards): Moment => ({ ...it, backwards })));
}

function saidAt(program: Row["program"], { state, backwards, strict }: Moment): readonly Said[] {
  const shown = inState(typeof program === "function" ? program(state) : program, state);
  const parameters = { ...shown.parameters, ...(strict && { unknownValues: "refuse" as const }) };
  return saidAbout({ ...(backwards ? reversed(shown) : shown), parameters });
}

/** Reports that tell of a rule instead of being one's own name the rule in their text. */
function waits(said: readonly Said[]): boolean {
  return said.some(({ rule }) => rule === "judged-later" || rule === "exception-used");
}

function text(said: readonly Said[]): string {
  return said.map(({ rule, level, name, message }) => `${level} ${rule} ${name}\n${message}`).join("\n\n");
}
