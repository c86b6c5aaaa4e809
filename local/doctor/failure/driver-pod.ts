/** Why a driver's pod was not made, did not start, or was stopped: from what Kubernetes says of it. */
import { DRIVER_CONTAINER } from "../../../vocabulary.js";
import type { Evidence, Finding, Role } from "./diagnosis.js";
import { type Event, eventsOf, type Pod, type Run, type Try } from "./run.js";

/** Why the Job has no pod at all. A Job that waited for room in the quota and got it has one. */
export function whyNoPod(run: Run): Finding | undefined {
  const { name } = run.job.metadata;
  const refused = eventsOf(run, "Job", name).find(({ reason }) => reason === "FailedCreate");
  if (refused === undefined) return undefined;
  const cause = refusal(refused.message);
  return cause && { cause, role: "driver", evidence: [eventEvidence(refused)] };
}

/** What the API server says when it refuses a pod. A quota too is told as forbidden. */
export function refusal(message: string): "quota" | "forbidden" | undefined {
  if (/exceeded quota/.test(message)) return "quota";
  return /forbidden/i.test(message) ? "forbidden" : undefined;
}

/** Why a pod's container never ran: of the driver by its events and status, of an executor mostly by its events alone. */
export function whyNotStarted(events: readonly Event[], pod: Pod | undefined, role: Role): Finding | undefined {
  if (events.some(({ reason }) => reason === "Started")) return undefined;
  const found = unscheduled(events) ?? notPulled(events) ?? notConfigured(events);
  if (found) return { ...found, role, evidence: [eventEvidence(found.event), ...waiting(pod)] };
  return undefined;
}

interface Seen {
  readonly cause: Finding["cause"];
  readonly event: Event;
}

/** A pod that found its node in the end has waited only. */
function unscheduled(events: readonly Event[]): Seen | undefined {
  if (events.some(({ reason }) => reason === "Scheduled")) return undefined;
  return first("unschedulable", events, ({ reason }) => reason === "FailedScheduling");
}

/** The first words of the pull tell why; later ones only that the kubelet waits longer. */
function notPulled(events: readonly Event[]): Seen | undefined {
  const pull = /^Failed to pull image|InvalidImageName|ErrImageNeverPull/;
  const waits = /ImagePull|Back-off pulling image/;
  return (
    first("image-pull", events, ({ message }) => pull.test(message)) ??
    first("image-pull", events, ({ message }) => waits.test(message))
  );
}

/** In the kubelet's words `secret "x" not found` and `couldn't find key y in Secret ns/x`. Executors also wait for a ConfigMap that Spark makes after them. */
function notConfigured(events: readonly Event[]): Seen | undefined {
  return first("missing-secret", events, ({ message }) =>
    /secret "[^"]+" not found|find key .* in Secret /.test(message),
  );
}

function first(cause: Finding["cause"], events: readonly Event[], test: (event: Event) => boolean): Seen | undefined {
  const event = events.find(test);
  return event && { cause, event };
}

/** Who stopped a container that ran: the kubelet for want of disk, or the kernel for want of memory. */
export function whyStopped({ pod, events }: Pick<Try, "pod" | "events">, role: Role): Finding | undefined {
  return evicted(pod, events, role) ?? killed(pod, role);
}

const DISK = /ephemeral|emptyDir|local storage|disk/i;

function evicted(pod: Pod | undefined, events: readonly Event[], role: Role): Finding | undefined {
  const event = events.find(({ reason }) => reason === "Evicted");
  const message = event?.message ?? (pod?.status.reason === "Evicted" ? pod.status.message : undefined);
  if (message === undefined) return undefined;
  const cause = DISK.test(message) ? "full-disk" : /memory/i.test(message) ? "out-of-memory" : undefined;
  return cause && { cause, role, evidence: event ? [eventEvidence(event)] : statusEvidence(pod, message) };
}

function killed(pod: Pod | undefined, role: Role): Finding | undefined {
  const ended = pod?.status.containerStatuses?.find(({ name }) => role === "executors" || name === DRIVER_CONTAINER);
  const { reason, exitCode } = ended?.state.terminated ?? {};
  if (reason !== "OOMKilled") return undefined;
  return { cause: "out-of-memory", role, evidence: statusEvidence(pod, `OOMKilled, exit code ${String(exitCode)}`) };
}

function waiting(pod: Pod | undefined): Evidence[] {
  const reasons = pod?.status.containerStatuses?.flatMap(({ state }) => state.waiting?.reason ?? []) ?? [];
  return reasons.flatMap((reason) => statusEvidence(pod, reason));
}

function statusEvidence(pod: Pod | undefined, text: string): Evidence[] {
  return pod ? [{ source: `status of pod ${pod.metadata.name}`, text }] : [];
}

export function eventEvidence({ involvedObject: { kind, name }, message }: Event): Evidence {
  return { source: `event of ${kind === "Job" ? kind : kind.toLowerCase()} ${name}`, text: message };
}
