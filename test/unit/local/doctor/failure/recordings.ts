/** Runs that really failed, as `test/e2e/record-failed-jobs.ts` saw and reduced them. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Event, isDriverOf, type Pod, type Run } from "../../../../../local/doctor/failure/run.js";
import { REPOSITORY } from "../../../../../local/paths.js";

const DIRECTORY = join(REPOSITORY, "test/unit/local/doctor/failure/recorded");

/** What Spark logs in every run, the frames of Java's errors, and what a busy machine adds. Executors that register are the only good news that counts. */
const NOISE = /^\s+at |^\s+\.\.\. \d+ more| INFO (?!.*Registered executor)|BlockedThreadChecker|Thread blocked$/;

export function recordings(): string[] {
  return readdirSync(DIRECTORY).map((file) => file.replace(/\.json$/, ""));
}

export function recorded(name: string): Run {
  return JSON.parse(readFileSync(join(DIRECTORY, `${name}.json`), "utf8")) as Run;
}

/** Writes down what a diagnosis may read, of this run and of nothing else. */
export function record(name: string, { job, pods, events, logs }: Run): void {
  const own = job.metadata.name;
  const drivers = pods.filter((pod) => isDriverOf(job, pod));
  const executors = pods.filter(({ metadata: { ownerReferences = [] } }) =>
    ownerReferences.some((owner) => owner.name.startsWith(own)),
  );
  const reduced: Run = {
    job: jobOf(job),
    pods: [...new Set([...drivers, ...executors])].map(podOf),
    events: events.filter(({ involvedObject }) => involvedObject.name.startsWith(own)).map(eventOf),
    logs: Object.fromEntries(Object.entries(logs).map(([pod, log]) => [pod, log.filter((line) => !NOISE.test(line))])),
  };
  writeFileSync(join(DIRECTORY, `${name}.json`), `${JSON.stringify(reduced, undefined, 2)}\n`);
}

function jobOf({ metadata: { name, namespace, labels = {} }, spec, status }: Run["job"]): Run["job"] {
  const { activeDeadlineSeconds = 0, template } = spec;
  const { serviceAccountName = "", containers } = template.spec;
  const driver = containers.map(({ name, args = [], env = [] }) => ({ name, args, env }));
  const pod = { spec: { serviceAccountName, containers: driver } };
  return { metadata: { name, namespace, labels }, spec: { activeDeadlineSeconds, template: pod }, status };
}

function podOf({ metadata: { name, creationTimestamp, ownerReferences = [] }, status }: Pod): Pod {
  const { phase, reason, message, containerStatuses = [] } = status;
  const containers = containerStatuses.map(({ name, state }) => ({ name, state }));
  return {
    metadata: { name, creationTimestamp, ownerReferences: ownerReferences.map(({ kind, name }) => ({ kind, name })) },
    status: {
      phase,
      ...(reason !== undefined && { reason }),
      ...(message !== undefined && { message }),
      containerStatuses: containers,
    },
  };
}

function eventOf({ involvedObject: { kind, name }, reason, message, ...times }: Event): Event {
  const { firstTimestamp = null, lastTimestamp = null, eventTime = null } = times;
  return { involvedObject: { kind, name }, reason, message, firstTimestamp, lastTimestamp, eventTime };
}
