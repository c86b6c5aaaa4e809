/** Follows the pods of one Kubernetes Job, retries included, until the Job has ended. */
import { createWriteStream, type WriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { DRIVER_CONTAINER } from "../vocabulary.js";
import type { Kubectl } from "./kubectl.js";

/** What is needed of kubectl here. */
type Reader = Pick<Kubectl, "json" | "lines">;

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}
interface Pod {
  metadata: { name: string };
  status: {
    phase: string;
    conditions?: Condition[];
    containerStatuses?: { state: { waiting?: { reason?: string; message?: string } } }[];
  };
}
interface Job {
  status: { conditions?: Condition[] };
}

/** What is being followed, and who is told. */
export interface Followed {
  readonly namespace: string;
  readonly job: string;
  /** File that gets the whole log. */
  readonly log: string;
  readonly onLine: (line: string) => void;
  /** Called for a Job that failed, with the lines of its drivers: the cause and what to do, in words. */
  readonly whyFailed: (lines: readonly string[]) => Promise<string>;
}

/** How long a cluster that does not answer is asked again. */
const PATIENCE_MS = 30_000;

/** A question takes longer than this wait: where all share two cores, asking more often would take from the driver what it gains. */
const POLL_MS = 500;

/** Lines of a failed driver's log that are shown: a Python error and where it was raised. */
const LAST_LINES = 5;

/**
 * Answers with the driver's log lines once the Job is complete.
 *
 * @throws Error with the cause when it failed, and where the whole log is.
 */
export async function followJob(kubectl: Reader, followed: Followed): Promise<string[]> {
  const { namespace, job, log } = followed;
  const file = createWriteStream(log);
  const lines: string[] = [];
  const seen = new Set<string>();
  let told = "";
  try {
    for (;;) {
      const pods = await patiently(followed, () => podsOf(kubectl, namespace, job));
      const pod = pods.find(({ metadata }) => !seen.has(metadata.name));
      if (pod && pod.status.phase !== "Pending") {
        seen.add(pod.metadata.name);
        lines.push(...(await streamLog(kubectl, followed, pod.metadata.name, file)));
        continue;
      }
      // The Job itself is told seconds later.
      if (pods.some(({ status }) => status.phase === "Succeeded")) return lines;
      const ended = await patiently(followed, () => endOf(kubectl, namespace, job));
      if (ended?.type === "Complete") return lines;
      if (ended) throw new Error(await describeFailure(followed, ended, lines));
      const waiting = pod ? whyPending(pod) : whyNoPod(pods);
      if (waiting !== undefined && waiting !== told) followed.onLine((told = waiting));
      await sleep(POLL_MS);
    }
  } finally {
    file.end();
  }
}

/** Asks again for a while: the run goes on when the API server or the way to it is gone for a moment. */
async function patiently<T>({ job, log }: Followed, ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (Date.now() > deadline) throw new Error(`${reason}\nJob ${job} goes on; its log so far: ${log}`);
      await sleep(2000);
    }
  }
}

async function describeFailure(
  { job, log, whyFailed }: Followed,
  { reason = "no reason given" }: Condition,
  lines: string[],
): Promise<string> {
  const last = lines.slice(-LAST_LINES).map((line) => `  ${line}`);
  const plain = [`Job ${job} failed (${reason}). The driver's last lines:`, ...last].join("\n");
  // What asks the cluster once more may fail on its own; then the plain words are better than none.
  const why = await whyFailed(lines).catch(() => plain);
  return `${why}\nThe whole log: ${log}`;
}

async function podsOf(kubectl: Reader, namespace: string, job: string): Promise<Pod[]> {
  const selector = `batch.kubernetes.io/job-name=${job}`;
  return (await kubectl.json<{ items: Pod[] }>(["get", "pods", "-n", namespace, "--selector", selector])).items;
}

/** The Job's final condition, if it has one. `FailureTarget` and the like come earlier and are not final. */
async function endOf(kubectl: Reader, namespace: string, job: string): Promise<Condition | undefined> {
  const { status } = await kubectl.json<Job>(["get", "job", job, "-n", namespace]);
  return status.conditions?.find(({ type, status }) => status === "True" && (type === "Complete" || type === "Failed"));
}

/** Nothing while a pod that has told all its log is about to be seen as ended. */
function whyNoPod(pods: readonly Pod[]): string | undefined {
  if (pods.length === 0) return "waiting for the driver pod";
  return pods.every(({ status }) => status.phase === "Failed")
    ? "the driver pod failed: waiting for its next try, or the Job's end"
    : undefined;
}

function whyPending({ metadata, status }: Pod): string {
  const unscheduled = status.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  const waiting = status.containerStatuses?.[0]?.state.waiting;
  const reason = unscheduled?.message ?? waiting?.message ?? waiting?.reason ?? "starting";
  return `driver pod ${metadata.name}: ${reason}`;
}

async function streamLog(
  kubectl: Reader,
  { namespace, onLine }: Followed,
  pod: string,
  file: WriteStream,
): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of kubectl.lines(["logs", "--follow", "-n", namespace, pod, "-c", DRIVER_CONTAINER])) {
    file.write(`${line}\n`);
    lines.push(line);
    onLine(line);
  }
  return lines;
}
