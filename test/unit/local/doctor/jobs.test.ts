import test from "ava";

import { findRun } from "../../../../local/doctor/job-run.js";
import { judgeJobs } from "../../../../local/doctor/jobs.js";
import { HEALTHY, platform, run } from "./platform-objects.js";

const JOBS = ["flights", "orders"];
const old = run("flights", "flights-1", "2026-11-20T02:00:00Z", "Failed");
const good = run("flights", "flights-2", "2026-11-21T02:00:00Z", "Complete");
const bad = run("flights", "flights-3", "2026-11-22T02:00:00Z", "Failed");
const current = run("flights", "flights-4", "2026-11-23T02:00:00Z");

test("a job is in order unless its last run failed", (t) => {
  const judge = (...runs: (typeof old)[]) =>
    judgeJobs(platform([...HEALTHY, ...runs]), (job) => `npm run doctor -- ${job}`);
  const well = { kind: "ok" as const, seen: "no last run failed: flights, orders" };
  t.deepEqual(judge(), well);
  t.deepEqual(judge(good, old), well);
  t.deepEqual(judge(bad, current), well);
  t.deepEqual(judge(old, bad, good), {
    kind: "wrong",
    problems: [{ what: "The last run of flights failed: flights-3", fix: "npm run doctor -- flights" }],
  });
});

test("who asks about a job means the run that hangs, else the last that failed", (t) => {
  t.is(findRun("flights", { runs: [old, current, bad, good], jobs: JOBS }), current);
  t.is(findRun("flights", { runs: [old, bad, good], jobs: JOBS }), bad);
  t.is(findRun("flights", { runs: [good, old], jobs: JOBS }), old);
  t.is(findRun("flights", { runs: [good], jobs: JOBS }), undefined);
  t.is(findRun("orders", { runs: [old], jobs: JOBS }), undefined);
});

test("a run can be asked for by its own name, also one that went well", (t) => {
  t.is(findRun("flights-2", { runs: [old, bad, good], jobs: JOBS }), good);
});

test("what is neither a job nor a run is refused with the jobs there are", (t) => {
  t.throws(() => findRun("flihgts", { runs: [old], jobs: JOBS }), {
    message: 'There is no job "flihgts". Jobs of this platform: flights, orders.',
  });
});
