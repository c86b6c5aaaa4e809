/**
 * `npm run bench:policies`: what the policy pack costs. Figures are ratios of times that were measured side by side, so that they mean the same on any
 * machine; of several rounds the median counts. Exit code 1 if one misses its bar. Argument: how many rounds, 3 by default.
 */
import { fileURLToPath } from "node:url";

import { clusterNowhere } from "../engine/kubeconfig.js";
import { Workspace } from "../engine/workspace.js";
import { startPack } from "../policy/runner.js";

interface Round {
  /** Seconds of a preview. */
  readonly trivial500: number;
  readonly full500: number;
  readonly full1000: number;
  /** Seconds until the pack answers. */
  readonly start: number;
}

interface Figure {
  readonly name: string;
  readonly bar: number;
  readonly unit: string;
  readonly of: (round: Round) => number;
}

const FIGURES: readonly Figure[] = [
  {
    name: "preview of 500 jobs, full pack : one trivial policy",
    bar: 1.25,
    unit: "×",
    of: ({ full500, trivial500 }) => full500 / trivial500,
  },
  {
    name: "preview with the full pack, 1,000 jobs : 500 jobs",
    bar: 2.1,
    unit: "×",
    of: ({ full1000, full500 }) => full1000 / full500,
  },
  { name: "start of the pack", bar: 2, unit: "s", of: ({ start }) => start },
];

const TRIVIAL_PACK = fileURLToPath(new URL("trivial-pack", import.meta.url));

async function main(count: number): Promise<boolean> {
  const trivial = await Workspace.create("jobs", { PULUMI_OPTION_POLICY_PACK: TRIVIAL_PACK });
  const full = await Workspace.create("jobs");
  try {
    const rounds: Round[] = [];
    for (let number = 1; number <= count; number++) {
      const round = {
        trivial500: await previewSeconds(trivial, 500),
        full500: await previewSeconds(full, 500),
        full1000: await previewSeconds(full, 1000),
        start: await startSeconds(),
      };
      console.log(`round ${number} of ${count}, seconds: ${describe(round)}`);
      rounds.push(round);
    }
    return report(rounds);
  } finally {
    trivial.remove();
    full.remove();
  }
}

async function previewSeconds(workspace: Workspace, jobs: number): Promise<number> {
  workspace.writeSettings({ ...clusterNowhere(workspace), jobs });
  const start = performance.now();
  const { exitCode, output } = await workspace.preview();
  const seconds = (performance.now() - start) / 1000;
  // A pack that finds something, that did not run or that had company would be measured for something else.
  const packs = output.match(/^ +✅ /gm) ?? [];
  if (exitCode !== 0 || packs.length !== 1 || output.includes("[advisory]")) throw new Error(output);
  return seconds;
}

async function startSeconds(): Promise<number> {
  const start = performance.now();
  const pack = await startPack();
  const seconds = (performance.now() - start) / 1000;
  await pack.stop();
  return seconds;
}

function report(rounds: readonly Round[]): boolean {
  const rows = FIGURES.map(({ name, bar, unit, of }) => {
    const figure = median(rounds.map(of));
    return { name, figure: `${figure.toFixed(2)} ${unit}`, bar: `${bar} ${unit}`, ok: figure <= bar };
  });
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log(`\n${"figure".padEnd(width)}  ${"measured".padStart(8)}  ${"bar".padStart(6)}`);
  for (const { name, figure, bar, ok } of rows) {
    console.log(`${name.padEnd(width)}  ${figure.padStart(8)}  ${bar.padStart(6)}  ${ok ? "ok" : "missed"}`);
  }
  return rows.every(({ ok }) => ok);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function describe(round: Round): string {
  return Object.entries(round)
    .map(([name, seconds]: [string, number]) => `${name} ${seconds.toFixed(1)}`)
    .join(", ");
}

process.exitCode = (await main(Number(process.argv[2] ?? 3))) ? 0 : 1;
