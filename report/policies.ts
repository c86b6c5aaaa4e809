/** The policy pack's verdicts. Each rule is explained once, with all the resources that break it. Markdown. */
import { collect, compare } from "./collect";
import { type Complaint, nameOf, type Preview } from "./event-log";
import { code, counted, list, prose, shortened } from "./markdown";

/** Longest message of a pack that writes its messages in another way. */
const LONGEST = 1000;

interface Verdict {
  readonly policy: string;
  readonly mandatory: boolean;
  /** First line of the message: the rule as a sentence. */
  readonly rule: string;
  /** Resource and what is wrong with it. */
  readonly finding: string;
  /** Why the rule is there and what to do, as far as the pack says. */
  readonly advice: string;
}

/** @param most how many resources of one rule are named, and how many rules */
export function policySection({ complaints, coverage }: Preview, most: number): string {
  const groups = grouped(complaints.map(verdictOf));
  const parts = groups.slice(0, most).map((verdicts) => verdictWords(verdicts, most));
  if (groups.length > most) parts.push(`… and ${counted(groups.length - most, "more rule")}.`);
  if (coverage !== undefined) parts.push(`<sub>${prose(coverage)}.</sub>`);
  if (parts.length === 0) return "";
  return [`#### Policies: ${summary(complaints)}`, ...parts].join("\n\n");
}

function summary(complaints: readonly Complaint[]): string {
  const mandatory = complaints.filter((one) => one.mandatory).length;
  const advisory = complaints.length - mandatory;
  if (complaints.length === 0) return "nothing to object";
  return [
    ...(mandatory > 0 ? [counted(mandatory, "violation")] : []),
    ...(advisory > 0 ? [counted(advisory, "piece").replace(/(pieces?)$/, "$1 of advice")] : []),
  ].join(", ");
}

/** Mandatory ones first. */
function grouped(verdicts: readonly Verdict[]): [Verdict, ...Verdict[]][] {
  const groups = collect(verdicts, ({ policy, mandatory, advice }) => [policy, mandatory, advice].join("\n"));
  return groups.sort(([a], [b]) => Number(b.mandatory) - Number(a.mandatory) || compare(a.policy, b.policy));
}

function verdictWords(verdicts: readonly [Verdict, ...Verdict[]], most: number): string {
  const [{ policy, mandatory, rule, advice }] = verdicts;
  const findings = list(verdicts.map(({ finding }) => finding).filter(Boolean), most);
  const level = mandatory ? "❌ mandatory" : "💡 advisory";
  return [`**${code(policy)}** · ${level} · ${prose(rule)}`, findings, advice].filter(Boolean).join("\n\n");
}

/** As policies/session.ts writes it: the rule, the resource, its problems, why, fix. */
function verdictOf({ policy, mandatory, urn, message }: Complaint): Verdict {
  const [rule = "", ...lines] = shortened(message, LONGEST * 3).split("\n");
  const advice = lines.filter(isAdvice).map(adviceWords).join("\n\n");
  const [subject, ...problems] = lines.filter((line) => !isAdvice(line));
  const name = subject ?? (urn === undefined ? undefined : nameOf(urn));
  const finding = [
    ...(name === undefined ? [] : [code(name)]),
    ...problems.map((problem) => `  - ${prose(shortened(problem.trim().replace(/^- /, ""), LONGEST))}`),
  ].join("\n");
  return { policy, mandatory, rule, finding, advice };
}

function isAdvice(line: string): boolean {
  return /^(Why|Fix): /.test(line);
}

function adviceWords(line: string): string {
  const [, word = "", text = ""] = /^(Why|Fix): (.*)$/.exec(line) ?? [];
  return `**${word}:** ${prose(text)}`;
}
