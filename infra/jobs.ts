/** From settings to the job model. */

import type { SparkJob } from "../components/spark/job";
import type { Settings } from "./settings";

/** The job of these settings. It runs the given image unless it names one itself. */
export function sparkJob(name: string, job: Settings["jobs"][string], image: string): SparkJob {
  return { image, ...job, name };
}

/** All jobs. */
export function sparkJobs({ jobs, images }: Settings): SparkJob[] {
  return Object.entries(jobs).map(([name, job]) => sparkJob(name, job, images.spark));
}
