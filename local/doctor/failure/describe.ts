/** A diagnosis as people read it. */
import { CAUSES, type Diagnosis } from "./diagnosis.js";

/** What happened, by which signs, and what to do: a section each. */
export function describeDiagnosis({ job, run, outcome, cause, evidence, advice, lastLines }: Diagnosis): string {
  if (cause === undefined)
    return outcome === "succeeded" ? `Run ${run} succeeded.` : `Run ${run} goes on, and nothing is in its way.`;
  const verb = outcome === "failed" ? "failed" : "does not get on";
  return [
    `Run ${run} of job ${job} ${verb}: ${CAUSES[cause]} (${cause}).`,
    ...section(
      "Seen",
      evidence.map(({ source, text }) => `${source}: ${text}`),
    ),
    ...section("The driver's last lines", lastLines),
    ...section("What to do", advice),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}:`, ...lines.map((line) => `    ${line}`)];
}
