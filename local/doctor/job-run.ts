/** Which run somebody means who asks about a job. */
import { LABELS } from "../../vocabulary.js";
import { unknownJob } from "../job-run.js";
import { outcome, runsOf } from "./jobs.js";
import type { CronJob, Job, List } from "./objects.js";
import type { Way } from "./world.js";

export interface RunFacts {
  /** Runs of all jobs. */
  readonly runs: readonly Job[];
  readonly jobs: readonly string[];
}

export async function askRuns({ kubectl }: Way): Promise<RunFacts> {
  const labelled = ["--all-namespaces", "--selector", LABELS.sparkJob];
  const [runs, cronJobs] = await Promise.all([
    kubectl.json<List<Job>>(["get", "jobs", ...labelled]),
    kubectl.json<List<CronJob>>(["get", "cronjobs", ...labelled]),
  ]);
  const jobs = cronJobs.items.flatMap(({ metadata }) => metadata.labels?.[LABELS.sparkJob] ?? []);
  return { runs: runs.items, jobs };
}

/**
 * The run of that name; of a job, the latest if it still works, which may be that it hangs, else the last that failed. Undefined for a job without such a run.
 *
 * @throws Error naming the jobs there are when it is neither a run nor a job
 */
export function findRun(name: string, { runs, jobs }: RunFacts): Job | undefined {
  const named = runs.find(({ metadata }) => metadata.name === name);
  if (named !== undefined) return named;
  if (!jobs.includes(name)) throw unknownJob(name, "this platform", jobs);
  const [latest, ...earlier] = runsOf(runs, name);
  if (latest !== undefined && outcome(latest) === undefined) return latest;
  return [...(latest ? [latest] : []), ...earlier].find((run) => outcome(run) === "Failed");
}
