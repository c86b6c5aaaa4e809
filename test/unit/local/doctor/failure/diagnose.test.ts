/** What decides where a run shows more than one sign. */
import test from "ava";

import { diagnose } from "../../../../../local/doctor/failure/diagnose.js";
import type { Event, Run } from "../../../../../local/doctor/failure/run.js";
import { recorded } from "./recordings.js";

/** The recorded run with something else in it. */
function changed(name: string, change: (run: Run) => Partial<Run>): Run {
  const run = recorded(name);
  return { ...run, ...change(run) };
}

function causeOf(run: Run): string | undefined {
  return diagnose(run).cause;
}

test("one and the same end of the Job has many causes", (t) => {
  const names = ["unschedulable", "unschedulable-executors", "quota", "image-pull", "missing-secret", "deadline"];
  for (const name of names) {
    const end = recorded(name).job.status.conditions?.find(({ type }) => type === "Failed");
    t.is(end?.reason, "DeadlineExceeded", name);
  }
  t.deepEqual(
    names.map((name) => causeOf(recorded(name))),
    ["unschedulable", "unschedulable", "quota", "image-pull", "missing-secret", "deadline"],
  );
});

/** An event of the same pod a second later. */
function next(event: Event, reason: string, message: string): Event {
  const time = new Date(Date.parse(event.lastTimestamp ?? "") + 1000).toISOString().replace(".000Z", "Z");
  return { ...event, reason, message, firstTimestamp: time, lastTimestamp: time };
}

/** The same, but long ago. */
function dayBefore(event: Event): Event {
  return { ...event, firstTimestamp: "2026-11-22T00:00:00Z", lastTimestamp: "2026-11-22T00:00:00Z" };
}

test("a driver that waited for a node and got one is not unschedulable", (t) => {
  const run = changed("unschedulable", ({ events }) => {
    const waited = events.filter(({ reason }) => reason === "FailedScheduling");
    return { events: [...events, ...waited.map((event) => next(event, "Scheduled", "Successfully assigned"))] };
  });
  t.is(causeOf(run), "deadline");
});

test("a run that waited for room in the quota and got it failed for another reason", (t) => {
  const refused = recorded("quota").events.filter(({ reason }) => reason === "FailedCreate");
  const run = changed("bad-conf", ({ job, events }) => {
    const own = refused.map((event) => ({ ...event, involvedObject: { kind: "Job", name: job.metadata.name } }));
    return { events: [...own, ...events] };
  });
  t.is(causeOf(run), "bad-conf");
});

test("a ConfigMap that executors wait for a moment is no cause", (t) => {
  const run = recorded("driver-unreachable");
  t.true(run.events.some(({ reason }) => reason === "FailedMount"));
  t.is(causeOf(run), "driver-unreachable");
});

test("a driver that had an executor could be reached", (t) => {
  const registered = recorded("out-of-memory-executor").logs;
  const [line = ""] = Object.values(registered)
    .flat()
    .filter((text) => text.includes("Registered executor"));
  const run = changed("driver-unreachable", ({ logs }) => ({
    logs: Object.fromEntries(Object.entries(logs).map(([pod, log]) => [pod, [...log, line]])),
  }));
  t.is(causeOf(run), "unknown");
});

test("executors of another job do not count", (t) => {
  const run = changed("unschedulable-executors", ({ events }) => ({
    events: events.map((event) => {
      const { kind, name } = event.involvedObject;
      const other = name.replace(/^.*(-[0-9a-f]{16}-exec-)/, "other$1");
      return { ...event, involvedObject: { kind, name: other } };
    }),
  }));
  t.is(causeOf(run), "deadline");
});

test("executors that were lost are no cause when the driver ended with another error", (t) => {
  const [own = []] = Object.values(recorded("unknown").logs);
  const run = changed("full-disk-executor", ({ logs }) => ({
    logs: Object.fromEntries(Object.entries(logs).map(([pod, log]) => [pod, [...log, ...own]])),
  }));
  t.not(causeOf(run), "full-disk");
});

test("an error that was overcome is no cause", (t) => {
  const run = changed("unknown", ({ logs }) => ({
    logs: Object.fromEntries(
      Object.entries(logs).map(([pod, log]) => [
        pod,
        ["Traceback (most recent call last):", "OSError: No space left on device", ...log],
      ]),
    ),
  }));
  t.is(causeOf(run), "unknown");
});

test("but the cause of the last error is", (t) => {
  const chain = "The above exception was the direct cause of the following exception:";
  const run = changed("unknown", ({ logs }) => ({
    logs: Object.fromEntries(
      Object.entries(logs).map(([pod, [first = "", ...log]]) => [
        pod,
        [
          first,
          "Traceback (most recent call last):",
          "OSError: [Errno 28] No space left on device",
          "",
          chain,
          "",
          ...log,
        ],
      ]),
    ),
  }));
  t.is(causeOf(run), "full-disk");
});

test("where the last try tells nothing, the one before it may", (t) => {
  const earlier = recorded("out-of-memory");
  const run = changed("deadline", ({ job, pods, events, logs }) => ({
    pods: [
      ...pods,
      ...earlier.pods.map((pod) => ({
        ...pod,
        metadata: { ...pod.metadata, ownerReferences: [{ kind: "Job", name: job.metadata.name }] },
      })),
    ],
    events: [...earlier.events, ...events],
    logs: { ...logs, ...earlier.logs },
  }));
  t.is(causeOf(run), "out-of-memory");
});

test("where two tries tell something, the last one is believed", (t) => {
  const earlier = recorded("missing-secret");
  const run = changed("image-pull", ({ job, events }) => {
    const own = earlier.events.filter(({ involvedObject }) => involvedObject.kind === "Pod");
    const created = earlier.events
      .filter(({ reason }) => reason === "SuccessfulCreate")
      .map((event) => ({ ...event, involvedObject: { kind: "Job", name: job.metadata.name } }));
    return { events: [...events, ...[...own, ...created].map(dayBefore)] };
  });
  t.is(causeOf(run), "image-pull");
});

test("a run that goes on with nothing in its way has no cause", (t) => {
  const run = changed("deadline", ({ job, events }) => ({
    job: { ...job, status: { startTime: job.status.startTime ?? "" } },
    events: events.filter(({ reason }) => reason !== "DeadlineExceeded"),
  }));
  t.like(diagnose(run), { outcome: "running", cause: undefined });
});

test("one that cannot go on has it before its Job ends", (t) => {
  const run = changed("image-pull", ({ job }) => ({ job: { ...job, status: {} } }));
  t.like(diagnose(run), { outcome: "running", cause: "image-pull" });
});

test("a run that succeeded has none, whatever it met", (t) => {
  const run = changed("forbidden", ({ job }) => ({
    job: { ...job, status: { conditions: [{ type: "Complete", status: "True" }] } },
  }));
  t.deepEqual(diagnose(run).evidence, []);
  t.like(diagnose(run), { outcome: "succeeded", cause: undefined });
});
