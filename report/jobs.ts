/** The Spark jobs among the changes, in words. Jobs of which the same is to be said share a line. Markdown. */
import { collect, compare } from "./collect";
import type { Change } from "./event-log";
import { changedJobWords, newJobWords } from "./job-words";
import { code, codes } from "./markdown";
import { isSparkJob, jobFacts } from "./spark-job";

interface Sentence {
  readonly job: string;
  readonly words: string;
}

/** One line for each sentence. */
export function jobLines(changes: readonly Change[]): string[] {
  const sentences = changes.filter(isSparkJob).flatMap(sentenceOf);
  sentences.sort((a, b) => compare(a.job, b.job));
  return collect(sentences, ({ words }) => words).map((same) => {
    const jobs = codes(same.map(({ job }) => job));
    return `${jobs}${same.length > 1 ? ", each:" : ""} ${same[0].words}`;
  });
}

function sentenceOf({ name, operation, before, after }: Change): Sentence[] {
  const [then, now] = [jobFacts(before), jobFacts(after)];
  switch (operation) {
    case "create":
    case "import":
      return [{ job: name, words: `🆕 ${now === undefined ? "is new" : newJobWords(now)}` }];
    case "delete":
    case "forget":
      return [
        {
          job: name,
          words: `🗑️ is removed${then === undefined ? "" : `; it ${newJobWords(then).replace("runs", "ran")}`}`,
        },
      ];
    default:
      return [
        {
          job: name,
          words: now && then ? changedWords(changedJobWords(then, now), then.namespace, now.namespace) : "changes",
        },
      ];
  }
}

function changedWords(phrases: readonly string[], before: string, after: string): string {
  const moved = before === after ? [] : [`moves to namespace ${code(after)}, was ${code(before)}`];
  const all = [...moved, ...phrases];
  return all.length === 0 ? "keeps its work; its pod changes, see below" : all.join("; ");
}
