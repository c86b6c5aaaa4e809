/** A recorded preview with many jobs in it. */
import { recording } from "./recordings.js";

const LINES = recording("prod-jobs").split("\n");

/** The recorded change of the CronJob of job `flights`. */
const FLIGHTS = LINES.filter((line) => line.includes('"resourcePreEvent"') && /CronJob::flights"/.test(line));

/** The same change for jobs `job-0`, `job-1` and so on, or for each of them another schedule, size and image. */
export function jobChanges(count: number, { differently = false } = {}): string[] {
  return Array.from({ length: count }, (_, index) => {
    const lines = FLIGHTS.map((line) => line.replaceAll(/\bflights\b/g, `job-${index}`));
    return differently ? lines.map((line) => different(line, index)) : lines;
  }).flat();
}

function different(line: string, index: number): string {
  return line
    .replaceAll("30 4 * * 1-5", `${index % 60} ${index % 24} * * *`)
    .replaceAll("spark.executor.instances=6", `spark.executor.instances=${index + 7}`)
    .replaceAll("spark:0.2.0", `spark:0.2.${index}`);
}

/** The recorded event log with further events before its end. */
export function withEvents(lines: readonly string[]): string {
  return [...LINES.slice(0, -3), ...lines, ...LINES.slice(-3)].join("\n");
}
