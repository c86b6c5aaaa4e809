/** What is left of a run when somebody asks why it failed: objects as the API server has them, as far as the diagnosis reads them. */
import { readSubmit, type Submit } from "../../../components/spark/submit.js";
import { DRIVER_CONTAINER, LABELS } from "../../../vocabulary.js";

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

interface Container {
  readonly name: string;
  readonly args?: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
  }[];
}

export interface Job {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly activeDeadlineSeconds?: number;
    readonly template: {
      readonly spec: {
        readonly serviceAccountName?: string;
        readonly containers: readonly Container[];
      };
    };
  };
  readonly status: {
    readonly startTime?: string;
    readonly conditions?: readonly Condition[];
  };
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly exitCode: number; readonly reason?: string; readonly message?: string };
}

export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp: string;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly status: {
    readonly phase: string;
    readonly reason?: string;
    readonly message?: string;
    readonly containerStatuses?: readonly { readonly name: string; readonly state: ContainerState }[];
  };
}

export interface Event {
  readonly involvedObject: { readonly kind: string; readonly name: string };
  readonly reason: string;
  readonly message: string;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

/** A run and everything of it that can still be seen. */
export interface Run {
  readonly job: Job;
  /** Drivers and executors that are still there. */
  readonly pods: readonly Pod[];
  /** All of the namespace: those about a pod stay for an hour after it. */
  readonly events: readonly Event[];
  /** Of drivers, by pod. */
  readonly logs: Readonly<Record<string, readonly string[]>>;
}

/** One driver pod of the run, and what was seen of it. A Job starts another when one has failed. */
export interface Try {
  readonly name: string;
  /** Absent when it has been deleted, as a Job does with a driver that reaches the deadline. */
  readonly pod: Pod | undefined;
  readonly events: readonly Event[];
  readonly log: readonly string[];
}

/** Time of an event, for comparing. */
export function timeOf({ lastTimestamp, eventTime, firstTimestamp }: Event): string {
  return lastTimestamp ?? eventTime ?? firstTimestamp ?? "";
}

/** The newest first. */
export function eventsOf({ events }: Run, kind: string, name: string): Event[] {
  const own = events.filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === name);
  return own.sort((a, b) => timeOf(b).localeCompare(timeOf(a)));
}

/** Executors belong to their driver's pod instead. */
export function isDriverOf({ metadata: { name: job } }: Job, { metadata }: Pod): boolean {
  return metadata.ownerReferences?.some(({ kind, name }) => kind === "Job" && name === job) ?? false;
}

const CREATED = /^Created pod: (\S+)$/;

/** The tries, the newest first. Those whose pods are gone are known by the Job's own events. */
export function triesOf(run: Run): Try[] {
  const { job, pods, logs } = run;
  const created = eventsOf(run, "Job", job.metadata.name).flatMap(({ message }) => CREATED.exec(message)?.[1] ?? []);
  const alive = pods
    .filter((pod) => isDriverOf(job, pod))
    .sort((a, b) => b.metadata.creationTimestamp.localeCompare(a.metadata.creationTimestamp))
    .map(({ metadata }) => metadata.name);
  const names = [...new Set([...created, ...alive])];
  return names.map((name) => ({
    name,
    pod: pods.find(({ metadata }) => metadata.name === name),
    events: eventsOf(run, "Pod", name),
    log: logs[name] ?? [],
  }));
}

/** The final condition, if the Job has one. */
export function endOf({ status }: Job): Condition | undefined {
  return status.conditions?.find(({ type, status }) => status === "True" && (type === "Complete" || type === "Failed"));
}

/** Name of the job in the settings. */
export function settingsName({ metadata }: Job): string {
  return metadata.labels?.[LABELS.sparkJob] ?? metadata.name;
}

/** Container of its driver. */
export function driverOf({ spec }: Job): Container | undefined {
  return spec.template.spec.containers.find(({ name }) => name === DRIVER_CONTAINER);
}

/** The command line of its driver. Undefined when somebody replaced it. */
export function submitOf(job: Job): Submit | undefined {
  try {
    return readSubmit(driverOf(job)?.args ?? []);
  } catch {
    return undefined;
  }
}
