/** Reads what is left of a run from its cluster. */
import { DRIVER_CONTAINER } from "../../../vocabulary.js";
import type { Kubectl } from "../../kubectl.js";
import { type Event, isDriverOf, type Job, type Pod, type Run, triesOf } from "./run.js";

export interface RunName {
  readonly namespace: string;
  /** Name of the Kubernetes Job. */
  readonly job: string;
  /** What `npm run job` kept of its drivers' logs: a Job deletes a driver that reaches its deadline, and the cluster's log goes with it. */
  readonly log?: readonly string[] | undefined;
}

/** Lines of a log that are asked for, from its end: more than a run of some hours writes. */
const TAIL = 20_000;

/** @throws Error in kubectl's words when there is no such Job, or no way to the cluster */
export async function readRun(kubectl: Kubectl, { namespace, job: name, log = [] }: RunName): Promise<Run> {
  const all = ["-n", namespace];
  const [job, { items: pods }, { items: events }] = await Promise.all([
    kubectl.json<Job>(["get", "job", name, ...all]),
    kubectl.json<List<Pod>>(["get", "pods", ...all]),
    kubectl.json<List<Event>>(["get", "events", ...all]),
  ]);
  const drivers = pods.filter((pod) => isDriverOf(job, pod)).map(({ metadata }) => metadata.name);
  const logs = await Promise.all(drivers.map(async (pod) => [pod, await logOf(kubectl, namespace, pod)] as const));
  return withKept(log, { job, pods, events, logs: Object.fromEntries(logs) });
}

/** The newest driver is the one that the deadline took. */
function withKept(log: readonly string[], run: Run): Run {
  const [newest] = triesOf(run);
  if (newest === undefined || newest.log.length > 0) return run;
  return { ...run, logs: { ...run.logs, [newest.name]: log } };
}

interface List<T> {
  readonly items: readonly T[];
}

/** Empty for a container that has not started, and for a pod that has just gone. */
async function logOf(kubectl: Kubectl, namespace: string, pod: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of kubectl.lines(["logs", "-n", namespace, pod, "-c", DRIVER_CONTAINER, `--tail=${TAIL}`])) {
    lines.push(line);
  }
  return lines;
}
