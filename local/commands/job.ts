/** `npm run job -- NAME`: runs one Spark job now and follows it to its end. */
import { join } from "node:path";

import { groundOf } from "../ground.js";
import { type Interval, runJob } from "../job-run.js";
import { Kubectl } from "../kubectl.js";
import { findTarget, type TargetOptions } from "../target.js";
import { ensureToolchain } from "../toolchain.js";

export interface JobOptions extends TargetOptions {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What Spark tells of itself: hundreds of lines a run, of interest only in the log file. */
const SPARK_INFO = /^\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d INFO /;

export async function job(options: JobOptions, names: string[]): Promise<void> {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) throw new Error("Name one job: npm run job -- flights");
  const interval = readInterval(options);
  const target = findTarget(options);
  const kube = groundOf(target);
  const toolchain = await ensureToolchain(["kubectl"], (line) => process.stderr.write(`${line}\n`));
  const kubectl = new Kubectl(toolchain.path("kubectl"), kube);
  const logs = join(target.stateDir, "logs");
  const onLine = (line: string): void => {
    if (!SPARK_INFO.test(line)) process.stdout.write(`${line}\n`);
  };
  await runJob(kubectl, { job: name, interval, logs, onLine });
  process.stdout.write(`${name} succeeded. Logs of its runs: ${logs}\n`);
}

/** A day, or a time with its offset. */
const MOMENT = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * The data interval of the options; none if neither is given.
 *
 * @throws Error naming each option that is wrong, before anything is started
 */
export function readInterval({ from, to }: Pick<JobOptions, "from" | "to">): Interval | undefined {
  if (from === undefined && to === undefined) return undefined;
  const problems = Object.entries({ "--from": from, "--to": to }).flatMap(([option, value]) => {
    if (value === undefined) return [`${option} is missing: an interval needs both --from and --to`];
    if (isMoment(value)) return [];
    return [`${option} ${value}: not a day or time, write 2001-01-01 or 2001-01-01T00:00:00+01:00`];
  });
  if (from === undefined || to === undefined || problems.length > 0) throw new Error(problems.join("\n"));
  if (Date.parse(from) >= Date.parse(to))
    throw new Error(`--from ${from} is not before --to ${to}: the end is exclusive`);
  return { from, to };
}

/** JavaScript reads 2001-02-30 as the second of March. */
function isMoment(text: string): boolean {
  const day = MOMENT.exec(text)?.[1];
  const time = Date.parse(`${String(day)}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(String(day)) && !Number.isNaN(Date.parse(text));
}
