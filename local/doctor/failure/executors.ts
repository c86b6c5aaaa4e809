/** Why a driver had no executors, or lost them: from their events, which outlive them, and from the driver's log. */
import type { Finding } from "./diagnosis.js";
import { lastError, quote } from "./driver-log.js";
import { eventEvidence, refusal, whyNotStarted, whyStopped } from "./driver-pod.js";
import { endOf, type Event, eventsOf, type Pod, type Run, submitOf, timeOf, type Try } from "./run.js";

const REGISTERED = /Registered executor .* with ID \d+/;

/** One executor's pod, as far as it is known. */
interface Executor {
  readonly events: readonly Event[];
  readonly pod: Pod | undefined;
}

/** Undefined where the driver does all work itself. */
export function whyExecutorsFailed(run: Run, driver: Try): Finding | undefined {
  if (submitOf(run.job)?.master.startsWith("k8s") !== true) return undefined;
  const executors = executorsOf(run, driver);
  // With some of them a run is slow, and no more.
  if (driver.log.some((line) => REGISTERED.test(line))) return whyLost(driver, executors);
  return (
    first(executors, ({ events, pod }) => whyNotStarted(events, pod, "executors")) ??
    whyRefused(driver) ??
    whyLost(driver, executors) ??
    unreachable(run, driver, executors)
  );
}

/** A driver that ended with another error has got over the loss. */
function whyLost({ name, log }: Try, executors: readonly Executor[]): Finding | undefined {
  const error = lastError(log);
  if (error.length > 0 && !error.some((line) => line.includes("ExecutorLostFailure"))) return undefined;
  const killed = lastOf(log, /executor .*exit code 137/);
  return (
    first(executors, (executor) => whyStopped(executor, "executors")) ??
    (killed === undefined
      ? undefined
      : { cause: "out-of-memory", role: "executors", evidence: [quote(`log of pod ${name}`, killed)] })
  );
}

function first(executors: readonly Executor[], look: (executor: Executor) => Finding | undefined): Finding | undefined {
  for (const executor of executors) {
    const found = look(executor);
    if (found) return found;
  }
  return undefined;
}

/** The driver makes the pods of its executors itself, and writes down what the API server answers. */
function whyRefused({ name, log }: Try): Finding | undefined {
  const line = log.filter((text) => NAME.test(text) && refusal(text) !== undefined).at(-1);
  const cause = refusal(line ?? "");
  return line === undefined || cause === undefined
    ? undefined
    : { cause, role: "executors", evidence: [quote(`log of pod ${name}`, line, /exceeded quota|is forbidden/)] };
}

/** How long an executor takes at most to come to its driver: on a node where everybody starts at once, more than a minute. */
const PATIENCE_MS = 120_000;

/** They ran, and none of them ever came to the driver, which only learns that they have gone. */
function unreachable(run: Run, { name, log }: Try, executors: readonly Executor[]): Finding | undefined {
  const started = executors.flatMap(({ events }) => events.filter(({ reason }) => reason === "Started")).at(-1);
  if (started === undefined) return undefined;
  const failed = lastOf(log, /\d+ new failed executors|Max number of executor failures/);
  const waited = Date.parse(endOf(run.job)?.lastTransitionTime ?? "") - Date.parse(timeOf(started));
  const waiting = waited > PATIENCE_MS ? lastOf(log, /has not accepted any resources/) : undefined;
  const line = failed ?? waiting;
  return line === undefined
    ? undefined
    : {
        cause: "driver-unreachable",
        role: "executors",
        evidence: [eventEvidence(started), quote(`log of pod ${name}`, line)],
      };
}

function lastOf(log: readonly string[], words: RegExp): string | undefined {
  return log.filter((line) => words.test(line)).at(-1);
}

/** What Spark names an executor by: the application's name and sixteen hexadecimal digits of its own. */
const NAME = /\b([a-z][\w.-]*)-[0-9a-f]{16}-exec-\d+\b/;

/** The newest first. Once they are gone, their events tell job and time but not the driver: those of two runs at the same time are not kept apart. */
function executorsOf(run: Run, driver: Try): Executor[] {
  const app = submitOf(run.job)?.conf["spark.app.name"];
  const begin = run.job.status.startTime ?? "";
  const end = endOf(run.job)?.lastTransitionTime ?? "9";
  const events = run.events.filter((event) => {
    const { kind, name } = event.involvedObject;
    return kind === "Pod" && NAME.exec(name)?.[1] === app && timeOf(event) >= begin && timeOf(event) <= end;
  });
  const newestFirst = events.sort((a, b) => timeOf(b).localeCompare(timeOf(a)));
  return [...new Set(newestFirst.map(({ involvedObject }) => involvedObject.name))]
    .map((name) => ({
      events: eventsOf(run, "Pod", name),
      pod: run.pods.find(({ metadata }) => metadata.name === name),
    }))
    .filter(({ pod }) => pod === undefined || isOwnedBy(driver, pod));
}

function isOwnedBy({ name }: Try, { metadata: { ownerReferences = [] } }: Pod): boolean {
  return ownerReferences.some((owner) => owner.kind === "Pod" && owner.name === name);
}
