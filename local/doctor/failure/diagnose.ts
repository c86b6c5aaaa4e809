/** From what is left of a run to why it failed. Pure. */
import { adviceFor } from "./advice.js";
import type { Diagnosis, Finding } from "./diagnosis.js";
import { lastError, whyGivenUp } from "./driver-log.js";
import { eventEvidence, whyNoPod, whyNotStarted, whyStopped } from "./driver-pod.js";
import { whyExecutorsFailed } from "./executors.js";
import { endOf, eventsOf, type Run, settingsName, triesOf, type Try } from "./run.js";

/** Lines of the driver's log that are shown when they are all there is: a Python error and where it was raised. */
const LAST_LINES = 10;

export function diagnose(run: Run): Diagnosis {
  const { name, namespace } = run.job.metadata;
  const end = endOf(run.job);
  const about = { namespace, run: name, job: settingsName(run.job) };
  if (end?.type === "Complete") return { ...about, outcome: "succeeded", evidence: [], advice: [], lastLines: [] };
  const outcome = end === undefined ? "running" : "failed";
  const found = cause(run);
  if (found) {
    return {
      ...about,
      outcome,
      cause: found.cause,
      evidence: found.evidence,
      advice: adviceFor(run, found),
      lastLines: [],
    };
  }
  if (outcome === "running") return { ...about, outcome, evidence: [], advice: [], lastLines: [] };
  const { reason = "Failed", message = "" } = end ?? {};
  const evidence = [{ source: `status of Job ${name}`, text: `${reason}: ${message}` }];
  return { ...about, outcome, cause: "unknown", evidence, advice: [], lastLines: lastLines(triesOf(run)) };
}

/** The newest try tells most; that it was ended by the deadline says nothing of why it took so long. */
function cause(run: Run): Finding | undefined {
  const tries = triesOf(run);
  if (tries.length === 0) return whyNoPod(run) ?? deadline(run);
  for (const driver of tries) {
    const found = whyFailed(run, driver);
    if (found) return found;
  }
  return deadline(run);
}

function whyFailed(run: Run, driver: Try): Finding | undefined {
  return (
    whyNotStarted(driver.events, driver.pod, "driver") ??
    whyStopped(driver, "driver") ??
    whyGivenUp(run, driver) ??
    whyExecutorsFailed(run, driver)
  );
}

function deadline(run: Run): Finding | undefined {
  const { name } = run.job.metadata;
  const end = endOf(run.job);
  if (end?.reason !== "DeadlineExceeded") return undefined;
  const event = eventsOf(run, "Job", name).find(({ reason }) => reason === "DeadlineExceeded");
  const status = { source: `status of Job ${name}`, text: end.message ?? end.reason };
  return { cause: "deadline", role: "driver", evidence: [event ? eventEvidence(event) : status] };
}

function lastLines([newest]: readonly Try[]): string[] {
  if (newest === undefined) return [];
  const error = lastError(newest.log);
  return (error.length > 0 ? error : newest.log).slice(-LAST_LINES);
}
