import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";

import { followJob } from "../../../local/job-follower.js";

const directory = mkdtempSync(join(tmpdir(), "job-follower-"));
test.after.always(() => rmSync(directory, { recursive: true }));

interface Pod {
  metadata: { name: string };
  status: { phase: string; containerStatuses?: { state: { waiting: { reason: string } } }[] };
}
interface Moment {
  readonly pods: readonly Pod[];
  /** Final condition of the Job. */
  readonly end?: "Complete" | "Failed";
}

const pod = (name: string, phase: string): Pod => ({ metadata: { name }, status: { phase } });

/** A cluster that is a moment further each time that it is asked for pods. */
function follow(
  name: string,
  moments: readonly Moment[],
  logs: Readonly<Record<string, readonly string[]>>,
  whyFailed: (lines: readonly string[]) => Promise<string> = () => Promise.reject(new Error("nobody to ask")),
) {
  const told: string[] = [];
  let now = -1;
  const kubectl = {
    json: <T>([, kind]: readonly string[]) => {
      if (kind === "pods") now = Math.min(now + 1, moments.length - 1);
      const { pods = [], end } = moments[now] ?? {};
      const conditions = end === undefined ? [] : [{ type: end, status: "True", reason: "BackoffLimitExceeded" }];
      return Promise.resolve((kind === "pods" ? { items: pods } : { status: { conditions } }) as T);
    },
    async *lines(args: readonly string[]) {
      for (const line of await Promise.resolve(logs[args[4] ?? ""] ?? [])) yield line;
    },
  };
  const log = join(directory, `${name}.log`);
  const onLine = (line: string): unknown => told.push(line);
  return { told, log, end: followJob(kubectl, { namespace: "spark", job: name, log, onLine, whyFailed }) };
}

test("a run has ended when its pod has, seconds before the Job says so", async (t) => {
  const running = { pods: [pod("pi-1", "Running")] };
  const run = follow("pi", [{ pods: [] }, running, running, { pods: [pod("pi-1", "Succeeded")] }], {
    "pi-1": ["starting", "Pi is roughly 3.14"],
  });
  t.deepEqual(await run.end, ["starting", "Pi is roughly 3.14"]);
  t.deepEqual(run.told, ["waiting for the driver pod", "starting", "Pi is roughly 3.14"]);
  t.is(readFileSync(run.log, "utf8"), "starting\nPi is roughly 3.14\n");
});

test("the log of a pod that was never seen running is told too", async (t) => {
  const run = follow("quick", [{ pods: [pod("quick-1", "Succeeded")] }], { "quick-1": ["done"] });
  t.deepEqual(await run.end, ["done"]);
});

test("what a pod waits for is told once", async (t) => {
  const waiting = pod("pi-1", "Pending");
  waiting.status.containerStatuses = [{ state: { waiting: { reason: "ImagePullBackOff" } } }];
  const run = follow("waiting", [{ pods: [waiting] }, { pods: [waiting] }, { pods: [pod("pi-1", "Succeeded")] }], {});
  await run.end;
  t.deepEqual(run.told, ["driver pod pi-1: ImagePullBackOff"]);
});

test("a try that failed is followed by the next one", async (t) => {
  const failed = pod("pi-1", "Failed");
  const moments = [{ pods: [failed] }, { pods: [failed] }, { pods: [failed, pod("pi-2", "Succeeded")] }];
  const run = follow("again", moments, { "pi-1": ["node lost"], "pi-2": ["done"] });
  t.deepEqual(await run.end, ["node lost", "done"]);
  t.deepEqual(run.told, ["node lost", "the driver pod failed: waiting for its next try, or the Job's end", "done"]);
});

const failed = { pods: [pod("pi-1", "Failed")] };
const lines = { "pi-1": ["1", "2", "3", "4", "5", "6"] };

test("a Job that failed is an error with its cause and where its log is", async (t) => {
  const moments = [failed, { ...failed, end: "Failed" as const }];
  const run = follow("failed", moments, lines, (log) => Promise.resolve(`the disk is full, after ${log.length} lines`));
  await t.throwsAsync(run.end, { message: `the disk is full, after 6 lines\nThe whole log: ${run.log}` });
});

test("where nobody can tell the cause, it is an error with the Job's reason and the last lines", async (t) => {
  const run = follow("unexplained", [failed, { ...failed, end: "Failed" }], lines);
  await t.throwsAsync(run.end, {
    message: [
      "Job unexplained failed (BackoffLimitExceeded). The driver's last lines:",
      ...["  2", "  3", "  4", "  5", "  6"],
      `The whole log: ${run.log}`,
    ].join("\n"),
  });
});
