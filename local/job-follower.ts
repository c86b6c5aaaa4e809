/** Follows the pods of one Kubernetes Job, retries included, until the Job has ended. */
import { createWriteStream, type WriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { DRIVER_CONTAINER } from "../vocabulary.js";
import type { Kubectl } from "./kubectl.js";

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
}

/** How long a cluster that does not answer is asked again. */
const PATIENCE_MS = 30_000;

/** Lines of a failed driver's log that are shown: a Python error and where it was raised. */
const LAST_LINES = 5;

/**
 * Answers with the driver's log lines once the Job is complete.
 *
 * @throws Error with the Job's own reason when it failed.
 */
export async function followJob(kubectl: Kubectl, followed: Followed): Promise<string[]> {
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
      } else {
        const ended = await patiently(followed, () => endOf(kubectl, namespace, job));
        if (ended?.type === "Complete") return lines;
        if (ended) throw new Error(describeFailure(followed, ended, lines));
        const waiting = pod ? whyPending(pod) : "waiting for the driver pod";
        if (waiting !== told) followed.onLine((told = waiting));
        await sleep(1000);
      }
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

function describeFailure({ job, log }: Followed, { reason = "no reason given" }: Condition, lines: string[]): string {
  const last = lines.slice(-LAST_LINES).map((line) => `  ${line}`);
  return [`Job ${job} failed (${reason}). The driver's last lines:`, ...last, `The whole log: ${log}`].join("\n");
}

async function podsOf(kubectl: Kubectl, namespace: string, job: string): Promise<Pod[]> {
  const selector = `batch.kubernetes.io/job-name=${job}`;
  return (await kubectl.json<{ items: Pod[] }>(["get", "pods", "-n", namespace, "--selector", selector])).items;
}

/** The Job's final condition, if it has one. `FailureTarget` and the like come earlier and are not final. */
async function endOf(kubectl: Kubectl, namespace: string, job: string): Promise<Condition | undefined> {
  const { status } = await kubectl.json<Job>(["get", "job", job, "-n", namespace]);
  return status.conditions?.find(({ type, status }) => status === "True" && (type === "Complete" || type === "Failed"));
}

function whyPending({ metadata, status }: Pod): string {
  const unscheduled = status.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  const waiting = status.containerStatuses?.[0]?.state.waiting;
  const reason = unscheduled?.message ?? waiting?.message ?? waiting?.reason ?? "starting";
  return `driver pod ${metadata.name}: ${reason}`;
}

async function streamLog(
  kubectl: Kubectl,
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
