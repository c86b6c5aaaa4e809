/** Whether the last run of each Spark job went well. */
import { LABELS } from "../../vocabulary.js";
import { type Check, check, type Problem, type Verdict, verdict } from "./check.js";
import { type Job, ofKind } from "./objects.js";
import type { Platform } from "./platform.js";
import type { World } from "./world.js";

export function jobCheck({ platform, doctor }: World): Check {
  return check(
    "Jobs",
    () => Promise.resolve(platform),
    (found) => judgeJobs(found, doctor),
  );
}

/** @param doctor command that tells why a run of this job failed */
export function judgeJobs({ items }: Platform, doctor: (job: string) => string): Verdict {
  const names = ofKind(items, "CronJob").flatMap(({ metadata }) => metadata.labels?.[LABELS.sparkJob] ?? []);
  const runs = ofKind(items, "Job");
  const problems = names.flatMap((name): Problem[] => {
    const [last] = runsOf(runs, name);
    if (last === undefined || outcome(last) !== "Failed") return [];
    return [{ what: `The last run of ${name} failed: ${last.metadata.name}`, fix: doctor(name) }];
  });
  return verdict(problems, names.length === 0 ? "there is none" : `no last run failed: ${names.join(", ")}`);
}

/** Runs of a job, the latest first. */
export function runsOf(jobs: readonly Job[], name: string): Job[] {
  const start = ({ metadata }: Job): string => metadata.creationTimestamp ?? "";
  return jobs
    .filter(({ metadata }) => metadata.labels?.[LABELS.sparkJob] === name)
    .sort((a, b) => start(b).localeCompare(start(a)));
}

/** Undefined while it runs. */
export function outcome({ status }: Job): "Complete" | "Failed" | undefined {
  const is = (type: string): boolean =>
    status.conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;
  return is("Complete") ? "Complete" : is("Failed") ? "Failed" : undefined;
}
