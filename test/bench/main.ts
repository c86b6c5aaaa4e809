/**
 * `npm run bench [-- PART…] [--rounds N] [--name PLATFORM]`: the table of figures in README.md. They are ratios of times that were measured side by side, so
 * that they mean the same on any machine; of several rounds the median counts. Exit code 1 if one misses its bar.
 */
import { parseArgs } from "node:util";

import { step } from "../../local/steps.js";
import { isMet, measured, type Measured, type Round, table } from "./figures.js";
import { jobs } from "./jobs.js";
import { type Options, type Part, secondsOf } from "./part.js";
import { policies } from "./policies.js";
import { program } from "./program.js";
import { start } from "./start.js";
import { updates } from "./updates.js";

/** In the order of the table. */
const PARTS: readonly Part[] = [program, policies, start, updates, jobs];

/** Odd, so that the median is a round that was. */
const ROUNDS = "3";

/** Answers with the process's exit code. */
export async function main(args: string[]): Promise<number> {
  try {
    return (await bench(args)) ? 0 : 1;
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

async function bench(args: string[]): Promise<boolean> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { rounds: { type: "string", default: ROUNDS }, name: { type: "string", default: "local" } },
  });
  const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(", ")}. Parts:\n${describeParts()}`);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${values.rounds}: write a whole number from 1`);

  const figures: Measured[] = [];
  const failures: string[] = [];
  for (const part of PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
    try {
      figures.push(...(await measure(part, rounds, { platform: values.name })));
    } catch (error) {
      // What the other parts have measured, for minutes, is not to be lost.
      failures.push(`${part.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`\n${table(figures)}`);
  for (const failure of failures) console.error(`\n${failure}`);
  return failures.length === 0 && figures.every(isMet);
}

async function measure(part: Part, count: number, options: Options): Promise<Measured[]> {
  const { runs, figures, end } = await step(`${part.name}: ${part.what}`, () => part.prepare(options));
  try {
    const rounds: Round[] = [];
    for (let number = 1; number <= count; number++) {
      const title = `${part.name}: round ${number} of ${count}`;
      rounds.push(
        await step(
          title,
          async (report) => {
            const round: Record<string, number> = {};
            for (const [name, run] of Object.entries(runs)) {
              report(name);
              round[name] = await secondsOf(run);
            }
            return round;
          },
          describe,
        ),
      );
    }
    return figures.map((figure) => measured(figure, rounds));
  } finally {
    await end();
  }
}

function describe(round: Round): string {
  return Object.entries(round)
    .map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s`)
    .join(", ");
}

function describeParts(): string {
  return PARTS.map(({ name, what }) => `  ${name.padEnd(10)}${what}`).join("\n");
}
