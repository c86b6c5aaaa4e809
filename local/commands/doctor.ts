/** `npm run doctor`: what is wrong with machine and cluster and what to do, or why a job's run failed. */
import { findAccess } from "../doctor/access.js";
import { describeDiagnosis, diagnoseJob } from "../doctor/failure/index.js";
import { describeLine, examine } from "../doctor/index.js";
import { askRuns, findRun } from "../doctor/job-run.js";
import { findTarget, type Target, type TargetOptions } from "../target.js";

export interface DoctorOptions extends TargetOptions {
  /** Settings file that the next `up` would be given. Default: that of the platform that is up, else stacks/Pulumi.local.yaml. */
  readonly settings?: string | undefined;
}

/**
 * @param names at most one: a job of the settings, or the name of a Kubernetes Job
 * @throws Error when a line is wrong, after all of them
 */
export async function doctor(options: DoctorOptions, names: readonly string[]): Promise<void> {
  const [job, ...more] = names;
  if (more.length > 0) throw new Error("Name one job: npm run doctor -- flights");
  const target = findTarget(options);
  if (job === undefined) await tellLines(target, options.settings);
  else process.stdout.write(`${await diagnose(target, job)}\n`);
}

async function tellLines(target: Target, settings: string | undefined): Promise<void> {
  let wrong = 0;
  for await (const line of examine(target, settings)) {
    process.stdout.write(`${describeLine(line)}\n`);
    if (line.verdict.kind === "wrong") wrong += 1;
  }
  if (wrong > 0) throw new Error(wrong === 1 ? "One line is wrong." : `${wrong} lines are wrong.`);
}

async function diagnose(target: Target, name: string): Promise<string> {
  const access = await findAccess(target);
  if (access.kind !== "answers") throw new Error("The cluster cannot be asked: npm run doctor says why.");
  const { way } = access;
  const run = findRun(name, await askRuns(way));
  if (run === undefined) return `No run of ${name} failed, of those that the cluster still knows.`;
  const { namespace, name: job } = run.metadata;
  return describeDiagnosis(await diagnoseJob(way.kubectl, { namespace, job }));
}
