/** `npm run job -- NAME`: runs one Spark job now and follows it to its end. */
import { join } from "node:path";

import { groundOf } from "../ground.js";
import { type Interval, jobLog, runJob } from "../job-run.js";
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
  const toolchain = await ensureToolchain(["kubectl"], () => undefined);
  const kubectl = new Kubectl(toolchain.path("kubectl"), groundOf(target));
  const log = jobLog(join(target.stateDir, "logs"), name);
  const onLine = (line: string): void => {
    if (!SPARK_INFO.test(line)) process.stdout.write(`${line}\n`);
  };
  await runJob(kubectl, { job: name, interval, log, onLine });
  process.stdout.write(`${name} succeeded. The whole log: ${log}\n`);
}

/** @throws Error naming each option that is wrong, before anything is started. */
export function readInterval({ from, to }: Pick<JobOptions, "from" | "to">): Interval | undefined {
  if (from === undefined && to === undefined) return undefined;
  const problems: string[] = [];
  for (const [option, value] of Object.entries({ "--from": from, "--to": to })) {
    if (value === undefined) problems.push(`${option} is missing: an interval needs both --from and --to`);
    else if (Number.isNaN(Date.parse(value)))
      problems.push(`${option} ${value}: not an ISO 8601 date or time, write 2001-01-01`);
  }
  if (from === undefined || to === undefined || problems.length > 0) throw new Error(problems.join("\n"));
  if (Date.parse(from) >= Date.parse(to))
    throw new Error(`--from ${from} is not before --to ${to}: the end is exclusive`);
  return { from, to };
}
