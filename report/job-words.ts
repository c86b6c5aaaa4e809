/** Spark jobs in words, and what they were before. Markdown. */
import { IMAGE_REFERENCE } from "../vocabulary";
import { code, codes } from "./markdown";
import type { JobFacts, Size } from "./spark-job";
import { scheduleWords } from "./schedule";

const BY_HAND = "by hand or from Airflow only";

/** What a new job does. */
export function newJobWords(job: JobFacts): string {
  return [`runs ${timing(job)}`, strength(job)].join(", ");
}

/** What changes about a job, one phrase each; empty when nothing does that has words. */
export function changedJobWords(before: JobFacts, after: JobFacts): string[] {
  const runs = was(timing(after), timing(before));
  const work = was(strength(after), strengthBefore(before, after));
  // Else all that executors need comes or goes with them.
  const sameMode = (before.executors === undefined) === (after.executors === undefined);
  // Whoever reads of one wants to know the other.
  const main =
    timing(before) !== timing(after) || strength(before) !== strength(after) ? [`runs ${runs}, ${work}`] : [];
  return [
    ...main,
    ...changed("image", ...shortImages(after.image, before.image)),
    ...changed("program", code(after.program.join(" ")), code(before.program.join(" "))),
    ...changed("driver", sizeWords(after.driver), sizeWords(before.driver)),
    ...changed("may run", duration(after.runSeconds), duration(before.runSeconds)),
    ...changed("retries", after.retries, before.retries),
    ...(sameMode ? changed("runs as", code(after.account), code(before.account)) : []),
    ...(sameMode ? keyed("conf", before.conf, after.conf, true) : []),
    ...keyed("variables", before.environment, after.environment, false),
  ];
}

function timing({ schedule, timeZone }: JobFacts): string {
  return schedule === undefined ? BY_HAND : scheduleWords(schedule, timeZone);
}

function strength({ executors, driver }: JobFacts): string {
  if (executors === undefined) return `in its driver alone (${sizeWords(driver)})`;
  return `${executors.count} executor${executors.count === "1" ? "" : "s"} × ${sizeWords(executors)}`;
}

/** Only what is another number. */
function strengthBefore(before: JobFacts, after: JobFacts): string {
  const [old, current] = [before.executors, after.executors];
  if (old === undefined || current === undefined) return strength(before);
  if (sizeWords(old) === sizeWords(current)) return old.count === current.count ? strength(before) : old.count;
  return old.count === current.count ? sizeWords(old) : `${old.count} × ${sizeWords(old)}`;
}

/** One core goes without saying. */
function sizeWords({ cores, memory }: Size): string {
  const amount = memory.replace(/^(\d+)g$/i, "$1 GiB").replace(/^(\d+)m$/i, "$1 MiB");
  return cores === "1" ? amount : `${cores} cores and ${amount}`;
}

function duration(seconds: string): string {
  const number = Number(seconds);
  if (number % 3600 === 0) return `${number / 3600} h`;
  return number % 60 === 0 ? `${number / 60} min` : `${seconds} s`;
}

/** Of two references to one repository only what tells them apart: the tags, or else the digests. */
function shortImages(image: string, other: string): [string, string] {
  const [one, two] = [parts(image), parts(other)];
  if (one.repository !== two.repository) return [code(image), code(other)];
  return one.tag === two.tag ? [code(one.digest), code(two.digest)] : [code(one.tag), code(two.tag)];
}

function parts(image: string): { repository: string; tag: string; digest: string } {
  const [, tag = "", digest = ""] = IMAGE_REFERENCE.exec(image) ?? [];
  const repository = image.replace(`@${digest}`, "").replace(new RegExp(`:${tag}$`), "");
  return { repository, tag, digest: digest.slice(0, 19) };
}

function changed(what: string, now: string, then: string): string[] {
  return now === then ? [] : [`${what} ${was(now, then)}`];
}

function was(now: string, then: string): string {
  return now === then ? now : `**${now}**, was ${then}`;
}

/** What is new, gone and different under the keys; values only where they may be shown. */
function keyed<T>(
  what: string,
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
  withValues: boolean,
): string[] {
  const shown = (from: Readonly<Record<string, T>>) => (key: string) =>
    withValues ? `${key}=${String(from[key])}` : key;
  const added = Object.keys(after).filter((key) => !(key in before));
  const gone = Object.keys(before).filter((key) => !(key in after));
  const others = Object.keys(after).filter(
    (key) => key in before && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const parts = [
    ...(added.length > 0 ? [`new ${codes(added.map(shown(after)))}`] : []),
    ...(others.length > 0 ? [`changed ${codes(others.map(shown(after)))}`] : []),
    ...(gone.length > 0 ? [`gone ${codes(gone)}`] : []),
  ];
  return parts.length === 0 ? [] : [`${what}: ${parts.join(", ")}`];
}
