/** What a change costs: the floor of the stack, and an hour of each job that is new or of another size. Markdown. */
import type { FloorChange, LineChange } from "../costs/change";
import type { Figure } from "../costs/figure";
import type { Total } from "../costs/floor";
import type { JobHour } from "../costs/job-hour";
import type { Prices } from "../costs/prices";
import { code, counted, details, prose } from "./markdown";

/** An hour of one job, before and after; absent where it was not there or will not be. */
export interface JobHourChange {
  readonly job: string;
  readonly before?: JobHour;
  readonly after?: JobHour;
}

/** Most rows of a table. */
const MOST = 10;

/** @param base what is meant by "was", for example a branch; absent where there is nothing to compare with */
export function costSection(
  floor: FloorChange,
  jobs: readonly JobHourChange[],
  { region, read }: Pick<Prices, "region" | "read">,
  base: string | undefined,
): string {
  return [
    "#### Costs",
    floorWords(floor),
    floorTable(floor.lines),
    jobTable(jobs),
    `<sub>List prices of ${region}, read on ${read}${base === undefined ? "" : `; “was” is ${code(base)}`}. Traffic, requests and logs come on top.</sub>`,
  ]
    .filter(Boolean)
    .join("\n\n");
}

function floorWords({ before, after, change }: FloorChange): string {
  const now = `**${monthly(after)}**`;
  if (before === undefined) return `When nothing runs: ${now}.`;
  if (change.dollars === 0 && change.unknown.length === 0) return `When nothing runs: ${now}, as before.`;
  const missing = change.unknown.length === 0 ? "" : ` and what is not known of ${prose(change.unknown.join(", "))}`;
  return `When nothing runs: ${now}, was ${monthly(before)}: **${signed(change.dollars)} a month**${missing}.`;
}

function floorTable(lines: readonly LineChange[]): string {
  if (lines.length === 0) return "";
  const rows = lines.map(({ item, before, after, dollars }) => [
    prose(item),
    String(before?.count ?? 0),
    String(after?.count ?? 0),
    dollars === undefined ? "not known" : signed(dollars),
  ]);
  return details(`${counted(lines.length, "line")} of the bill`, table(["item", "was", "is", "a month"], rows));
}

function jobTable(jobs: readonly JobHourChange[]): string {
  if (jobs.length === 0) return "";
  const rows = jobs.map(({ job, before, after }) => [
    code(job),
    figures(after?.alone, before?.alone),
    figures(after?.shared, before?.shared),
    figures(after?.glue, before?.glue),
  ]);
  return table(["an hour of", "alone on its nodes", "where others fill the nodes", "AWS Glue"], rows);
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rest = rows.length > MOST ? [`\n… and ${rows.length - MOST} more.`] : [];
  return [row(titles), row(titles.map(() => "---")), ...rows.slice(0, MOST).map(row), ...rest].join("\n");
}

function figures(after: Figure | undefined, before: Figure | undefined): string {
  if (before === undefined) return after === undefined ? "" : hourly(after);
  if (after === undefined) return `–, was ${hourly(before)}`;
  return hourly(after) === hourly(before) ? hourly(after) : `**${hourly(after)}**, was ${hourly(before)}`;
}

function hourly(figure: Figure): string {
  if (figure.kind === "unknown") return `not known: ${prose(figure.why)}`;
  return `${figure.kind === "ceiling" ? "at most " : ""}$${figure.dollars.toFixed(2)}`;
}

function monthly({ dollars, unknown }: Total): string {
  const rest = unknown.length === 0 ? "" : ` and what is not known of ${prose(unknown.join(", "))}`;
  return `$${dollars.toFixed(2)} a month${rest}`;
}

function signed(dollars: number): string {
  return `${dollars < 0 ? "−" : "+"}$${Math.abs(dollars).toFixed(2)}`;
}
