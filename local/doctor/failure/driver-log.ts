/** Why a driver gave up: from the error that its log ends with. */
import type { Evidence, Finding, Role } from "./diagnosis.js";
import { refusal } from "./driver-pod.js";
import { type Run, submitOf, type Try } from "./run.js";

/** Where an error of Python or Java begins. */
const ERROR =
  /^Traceback \(most recent call last\)|^Exception in thread |^Error: |ERROR SparkContext: Error initializing/;

/** Frames of Java, of which an error has hundreds. */
const FRAME = /^\s+(at |\.\.\. \d+ more)/;

/** Words that make a line the sign of a cause, in the order of how much they prove. */
const SIGNS: readonly { readonly cause: Finding["cause"]; readonly words: RegExp }[] = [
  { cause: "full-disk", words: /No space left on device|Disk quota exceeded/ },
  { cause: "out-of-memory", words: /java\.lang\.OutOfMemoryError|exit code 137|^MemoryError\b/ },
  // In the container of an executor the kernel may kill the Python worker alone; Spark only sees it go.
  { cause: "out-of-memory", words: /Python worker exited unexpectedly/ },
  { cause: "forbidden", words: /is forbidden: User|AccessDenied|Access Denied|Forbidden!|permission denied for/ },
];

/** Between an error of Python and the one that it led to. */
const CHAINED = /^(During handling of the above exception|The above exception was the direct cause)/;

/** The lines of the error that ended the driver, with those that led to it and without frames. All that it warned of before has been overcome. */
export function lastError(log: readonly string[]): string[] {
  const lines = log.filter((line) => !FRAME.test(line) && line.trim() !== "");
  const begins = lines.flatMap((line, index) => (ERROR.test(line) ? [index] : []));
  const first = begins.reverse().find((index) => !CHAINED.test(lines[index - 1] ?? ""));
  return first === undefined ? [] : lines.slice(first);
}

/** What the last error of a driver says. */
export function whyGivenUp(run: Run, { name, log }: Try): Finding | undefined {
  const error = lastError(log);
  const source = `log of pod ${name}`;
  const quota = error.find((line) => refusal(line) === "quota");
  if (quota !== undefined)
    return { cause: "quota", role: "executors", evidence: [quote(source, quota, /exceeded quota/)] };
  for (const { cause, words } of SIGNS) {
    const line = error.find((text) => words.test(text));
    if (line !== undefined) return { cause, role: roleIn(line), evidence: [quote(source, line, words)] };
  }
  return badConf(run, error, source);
}

/** Spark tells the driver of a task's end and of an executor's. */
function roleIn(line: string): Role {
  return /executor \d+|Lost task/.test(line) ? "executors" : "driver";
}

/** An error that names an entry of the job's conf, or its value. */
function badConf(run: Run, error: readonly string[], source: string): Finding | undefined {
  const conf = Object.entries(submitOf(run.job)?.conf ?? {});
  for (const line of error) {
    const keys = conf.filter(([key, value]) => isNamed(line, key) || isValue(line, value)).map(([key]) => key);
    if (keys.length > 0) return { cause: "bad-conf", role: "driver", conf: keys, evidence: [quote(source, line)] };
  }
  return undefined;
}

function isNamed(line: string, key: string): boolean {
  return line.split(/[^\w.]+/).includes(key);
}

/** Of values only class names: others may stand in any text. */
function isValue(line: string, value: string): boolean {
  return (
    /^[a-z]\w*(\.\w+)+$/.test(value) && /ClassNotFoundException|NoClassDefFoundError/.test(line) && isNamed(line, value)
  );
}

/** Longest quotation: the end of a terminal's third line. */
const LONGEST = 400;

/** A line of a log as evidence: from its sign on when it is a long one. */
export function quote(source: string, line: string, sign?: RegExp): Evidence {
  const text = line.trim();
  if (text.length <= LONGEST) return { source, text };
  const begin = Math.max(0, Math.min(text.search(sign ?? /(?:)/) - 80, text.length - LONGEST));
  return { source, text: `${begin > 0 ? "…" : ""}${text.slice(begin, begin + LONGEST)}…` };
}
