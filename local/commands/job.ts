/** `npm run job -- NAME`: runs one Spark job now and follows it to its end, or says what that would be. */
import { join, relative } from "node:path";

import { jobPod } from "../../infra/job-pod.js";
import { groundOf } from "../ground.js";
import { type Code, readCode, requireSameKind } from "../job-code.js";
import { explanation } from "../job-explanation.js";
import { type Interval, runName, runPod } from "../job-manifest.js";
import { applicationOf, runJob, unknownJob } from "../job-run.js";
import { Kubectl } from "../kubectl.js";
import { REPOSITORY } from "../paths.js";
import { readJobSettings } from "../job-settings.js";
import { findTarget, type Target, type TargetOptions } from "../target.js";
import { ensureToolchain } from "../toolchain.js";

export interface JobOptions extends TargetOptions {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** File that takes the place of the job's application. Default: what the image holds. */
  readonly code?: string | undefined;
  /** Does all work in the driver's pod. */
  readonly local?: boolean | undefined;
  /** Only says what would run; asks no cluster. */
  readonly explain?: boolean | undefined;
  /** Settings to explain. Default: those of the platform that is up, else stacks/Pulumi.local.yaml. */
  readonly settings?: string | undefined;
}

interface Changes {
  readonly interval: Interval | undefined;
  readonly code: Code | undefined;
  readonly local: boolean;
}

/** What Spark tells of itself: hundreds of lines a run, of interest only in the log file. */
const SPARK_INFO = /^\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d INFO /;

export async function job(options: JobOptions, names: string[]): Promise<void> {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) throw new Error("Name one job: npm run job -- flights");
  const changes = await readChanges(options);
  const target = findTarget(options);
  if (options.explain === true) process.stdout.write(`${await explain(name, changes, target, options.settings)}\n`);
  else await run(name, changes, target);
}

/** Everything that is wrong with the options, before anything is started. */
async function readChanges({ code: file, local = false, ...options }: JobOptions): Promise<Changes> {
  const problems: string[] = [];
  const attempt = async <T>(read: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  const interval = await attempt(() => readInterval(options));
  const code = await attempt(() => (file === undefined ? undefined : readCode(file)));
  await attempt(() => refuseUnusedSettings(options));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return { interval, code, local };
}

function refuseUnusedSettings({ settings, explain = false }: JobOptions): void {
  if (settings !== undefined && !explain)
    throw new Error(`--settings ${settings}: belongs to --explain; a run takes the job as the cluster has it`);
}

async function run(name: string, { code, ...changes }: Changes, target: Target): Promise<void> {
  const started = Date.now();
  const kube = groundOf(target);
  const toolchain = await ensureToolchain(["kubectl"], (line) => process.stderr.write(`${line}\n`));
  const kubectl = new Kubectl(toolchain.path("kubectl"), kube);
  if (code !== undefined && code.imports.length > 0)
    process.stdout.write(`${code.file} imports ${code.imports.join(", ")}: as the image has it, not as it is here\n`);
  const logs = join(target.stateDir, "logs");
  const onLine = (line: string): void => {
    if (!SPARK_INFO.test(line)) process.stdout.write(`${line}\n`);
  };
  await runJob(kubectl, { job: name, ...changes, code, logs, onLine });
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`${name} succeeded after ${seconds} s. Logs of its runs: ${logs}\n`);
}

async function explain(
  name: string,
  { interval, code, local }: Changes,
  target: Target,
  file: string | undefined,
): Promise<string> {
  const { settings, origin } = await readJobSettings(target, file);
  const job = jobPod(name, settings);
  const shown = relative(REPOSITORY, origin);
  if (job === undefined) throw unknownJob(name, shown, Object.keys(settings.jobs));
  if (code) requireSameKind(code, name, applicationOf(job.template));
  const configMap = runName(name, new Date());
  const localWithin = local ? job.room : undefined;
  const template = runPod(job.template, { interval, code, localWithin }, configMap);
  return explanation({ template, settings: shown, code: code && { configMap, code } });
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
