/** What a preview would do, as a reviewer reads it in a pull request: what could hurt first, everything else folded. Pure: event log in, Markdown out. */
import { changeSection, counts, groupsOf } from "./changes";
import { compare } from "./collect";
import { lossOf, worstFirst } from "./data-loss";
import { type Change, type Diagnostic, nameOf, type Preview } from "./event-log";
import { jobLines } from "./jobs";
import { kindOf } from "./kinds";
import { block, code, counted, details, list, shortened } from "./markdown";
import { policySection } from "./policies";
import { reasonWords } from "./property-words";

export { comment, COMMENT_MARK } from "./comment";
export { failedPreview, type Preview, readEventLog } from "./event-log";

/** Longest report in characters: three of them fit into a comment on GitHub, which takes 65,536. */
export const REPORT_LIMIT = 20_000;

/** Longest message of Pulumi or a provider. */
const LONGEST_MESSAGE = 2000;

interface Level {
  /** Lines of a section, and of a list in one. */
  readonly lines: number;
  /** Whether it is told what changes about each resource. */
  readonly properties: boolean;
}

/** How much is told: as much as fits. */
const LEVELS: readonly Level[] = [
  { lines: 500, properties: true },
  { lines: 200, properties: false },
  { lines: 100, properties: false },
  { lines: 50, properties: false },
  { lines: 20, properties: false },
  { lines: 5, properties: false },
];

const LEAST: Level = { lines: 1, properties: false };

export interface ReportOptions {
  readonly stack: string;
  /** A section about costs, in Markdown. Default: none. */
  readonly costs?: string;
  /** Longest report in characters. Default {@link REPORT_LIMIT}. */
  readonly limit?: number;
}

/** The report as Markdown, shortened until it fits. */
export function previewReport(preview: Preview, { stack, costs = "", limit = REPORT_LIMIT }: ReportOptions): string {
  const jobs = jobLines(preview.changes);
  const full = groupsOf(preview.changes, true);
  const brief = groupsOf(preview.changes, false);
  const atLevel = ({ lines, properties }: Level): string =>
    [
      headline(preview, stack),
      lossSection(preview.changes, lines),
      errorSection(preview.diagnostics, lines),
      policySection(preview, lines),
      jobs.length === 0 ? "" : `#### Jobs\n\n${list(jobs, lines)}`,
      costs,
      changeSection(properties ? full : brief, lines),
      warningSection(preview.diagnostics, lines),
    ]
      .filter(Boolean)
      .join("\n\n")
      .concat("\n");
  return LEVELS.map(atLevel).find((text) => text.length <= limit) ?? shortened(atLevel(LEAST), limit);
}

function headline({ changes, unchanged, complaints, succeeded }: Preview, stack: string): string {
  const refused = complaints.filter(({ mandatory }) => mandatory).length;
  const title = (summary: string): string => `### Stack ${code(stack)}: ${summary}`;
  if (succeeded)
    return `${title(counts(changes))}\n\n✅ The preview succeeded. Unchanged: ${counted(unchanged, "resource")}.`;
  if (changes.length === 0 && refused === 0)
    return `${title("the preview failed")}\n\n❌ What would change is not known.`;
  if (refused === 0)
    return `${title(counts(changes))}\n\n❌ **The preview failed**: what is listed here may not be all of it.`;
  return `${title(counts(changes))}\n\n❌ **Refused by the policies** (${counted(refused, "violation")}): it cannot be applied like this.`;
}

function lossSection(changes: readonly Change[], most: number): string {
  const losses = changes.flatMap((change) => {
    const loss = lossOf(change);
    return loss === undefined ? [] : [{ change, loss }];
  });
  if (losses.length === 0) return "";
  const lines = losses
    .sort((a, b) => worstFirst(a.change, b.change) || compare(a.change.name, b.change.name))
    .map(({ change, loss }) => `${fate(change)} — ${loss}`);
  const text = [`**Data would be lost: ${counts(losses.map(({ change }) => change))}**`, "", list(lines, most)].join(
    "\n",
  );
  return ["> [!CAUTION]", ...text.split("\n").map((line) => `> ${line}`.trimEnd())].join("\n");
}

function fate(change: Change): string {
  const subject = `${kindOf(change.type)} ${code(change.name)}`;
  return change.operation === "delete"
    ? `🔥 **deleted**: ${subject}`
    : `♻️ **replaced**: ${subject}, because of ${reasonWords(change)}`;
}

function errorSection(diagnostics: readonly Diagnostic[], most: number): string {
  const errors = messages(diagnostics, "error", most);
  return errors.length === 0 ? "" : ["#### Errors", ...errors].join("\n\n");
}

function warningSection(diagnostics: readonly Diagnostic[], most: number): string {
  const count = diagnostics.filter(({ severity }) => severity === "warning").length;
  return count === 0 ? "" : details(counted(count, "warning"), messages(diagnostics, "warning", most).join("\n\n"));
}

function messages(diagnostics: readonly Diagnostic[], severity: Diagnostic["severity"], most: number): string[] {
  const all = diagnostics.filter((one) => one.severity === severity);
  const told = all.slice(0, most).map(({ urn, message }) => {
    const about = urn === undefined ? "" : `${nameOf(urn)}: `;
    return block(shortened(`${about}${message}`, LONGEST_MESSAGE));
  });
  return all.length > most ? [...told, `… and ${all.length - most} more.`] : told;
}
