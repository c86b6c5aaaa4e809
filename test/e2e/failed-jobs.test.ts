/** Why runs fail: the ten most common causes, each provoked with real pods, side by side. */
import test from "ava";

import { type Diagnosis, diagnoseJob } from "../../local/doctor/failure/index.js";
import { type Failing, startFailing, stopFailing } from "../runner/failing-jobs.js";
import { eventually, testKubectl } from "../runner/kubectl.js";
import { product, TEST_PLATFORM } from "../runner/platform.js";
import { SPARK_NAMESPACE } from "../runner/spark-pods.js";

const CAUSES = [
  "forbidden",
  "image-pull",
  "unschedulable",
  "out-of-memory",
  "driver-unreachable",
  "deadline",
  "quota",
  "bad-conf",
  "missing-secret",
  "full-disk",
] as const satisfies readonly Failing[];

let runs: Readonly<Record<string, string>>;
test.before(async () => {
  runs = await startFailing(await testKubectl(), CAUSES);
});
test.after.always(async () => stopFailing(await testKubectl()));

/** The diagnosis once the run has ended: with those that the deadline ends, nothing is left of their pods by then. */
async function diagnosis(cause: (typeof CAUSES)[number]): Promise<Diagnosis> {
  const kubectl = await testKubectl();
  return eventually(`the end of run ${cause}`, 300, async () => {
    const found = await diagnoseJob(kubectl, { namespace: SPARK_NAMESPACE, job: runs[cause] ?? "" });
    return found.outcome === "failed" ? found : undefined;
  });
}

const tells = test.macro({
  async exec(t, cause: (typeof CAUSES)[number], words: RegExp) {
    const found = await diagnosis(cause);
    t.is(found.cause, cause, JSON.stringify(found, undefined, 2));
    t.regex(found.evidence.map(({ source, text }) => `${source}: ${text}`).join("\n"), words);
  },
  title: (title) => `a run fails because ${String(title)}, and the diagnosis says so`,
});

test("of a Secret that nobody made", tells, "missing-secret", /^event of pod .*secret "nowhere" not found$/);
test("of an image that is nowhere", tells, "image-pull", /^event of pod .*Failed to pull image .*:missing"/);
test("no node has as much CPU", tells, "unschedulable", /^event of pod .*1 Insufficient cpu/);
test(
  "it asks for more memory than its team may have",
  tells,
  "quota",
  /^event of Job .*exceeded quota: quota, requested/,
);
test("it takes too long", tells, "deadline", /^event of Job .*longer than specified deadline$/);
test("its conf is wrong", tells, "bad-conf", /^log of pod .*"spark\.task\.maxFailures" is invalid/);
test("its account may not read pods", tells, "forbidden", /^log of pod .*:spark-executor" cannot get resource "pods"/);
test("it needs more memory than it has", tells, "out-of-memory", /^status of pod .*OOMKilled/);
test("it writes more than its volume may hold", tells, "full-disk", /^event of pod .*exceeds the limit "16Mi"/);
test(
  "executors are told a wrong address",
  tells,
  "driver-unreachable",
  /^event of pod .*-exec-\d+: Started .*\nlog of pod /,
);

test("the doctor says what to do in terms of the settings", async (t) => {
  const { exitCode, stdout } = await product("doctor", runs["bad-conf"] ?? "", "--name", TEST_PLATFORM);
  t.is(exitCode, 0);
  t.regex(stdout, /^Run failing-bad-conf-\w+ of job pi failed: Spark does not accept its conf \(bad-conf\)\.$/m);
  t.regex(stdout, /^ {4}correct spark\.task\.maxFailures in jobs\.pi\.conf or jobs\.pi\.overrides$/m);
});
