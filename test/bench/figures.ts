/** Figures of several rounds. In each round everything that is compared runs one after the other, so that a busy machine is busy for all of it. */

/** What one round took, in seconds, by what was run. */
export type Round<Run extends string = string> = Readonly<Record<Run, number>>;

export interface Figure<Run extends string = string> {
  readonly name: string;
  /** From the times of a round. */
  readonly of: (round: Round<Run>) => number;
  readonly unit: "×" | "s";
  /** The most that it may be. Absent on what is only told. */
  readonly bar?: number;
}

export interface Measured {
  readonly name: string;
  /** Of the rounds: a single slow one does not decide. */
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly unit: Figure["unit"];
  readonly bar: number | undefined;
}

/** Ratios are made within a round, before the median: between rounds the machine may have changed. */
export function measured<Run extends string>(figure: Figure<Run>, rounds: readonly Round<Run>[]): Measured {
  const values = rounds.map(figure.of).sort((one, other) => one - other);
  const [least = NaN] = values;
  const { name, unit, bar } = figure;
  return { name, median: median(values), least, most: values.at(-1) ?? NaN, unit, bar };
}

export function isMet({ median, bar }: Measured): boolean {
  return bar === undefined || median <= bar;
}

/** A table in Markdown. */
export function table(figures: readonly Measured[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${figure.median.toFixed(2)} ${figure.unit}`,
    `${figure.least.toFixed(2)} – ${figure.most.toFixed(2)}`,
    figure.bar === undefined ? "" : `${figure.bar} ${figure.unit}`,
    figure.bar === undefined ? "" : isMet(figure) ? "met" : "missed",
  ]);
  const lines = [["figure", "median", "rounds", "bar", ""], ["---", "--:", "--:", "--:", "---"], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Of an even number of values the mean of the two in the middle. */
function median(sorted: readonly number[]): number {
  const middle = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return middle.reduce<number>((sum, value) => sum + (value ?? NaN), 0) / 2;
}
