/**
 * Records runs that fail, for the tests of `local/doctor/failure/`: `node --import=tsx test/e2e/record-failed-jobs.ts [NAME...]`, some minutes, on the platform
 * that `npm run test:e2e` leaves up.
 */
import { Kubectl } from "../../local/kubectl.js";
import { endOf } from "../../local/doctor/failure/run.js";
import { readRun } from "../../local/doctor/failure/read.js";
import { FAILURES, type Failing, startFailing, stopFailing } from "../runner/failing-jobs.js";
import { eventually, testKubectl } from "../runner/kubectl.js";
import { SPARK_NAMESPACE } from "../runner/spark-pods.js";
import { record } from "../unit/local/doctor/failure/recordings.js";

/** As many as the quota has room for. */
const AT_ONCE = 3;

/** The run when its Job has ended, with the log that its driver had until then. */
async function ended(kubectl: Kubectl, job: string) {
  let log: readonly string[] = [];
  return eventually(`the end of ${job}`, 300, async () => {
    const run = await readRun(kubectl, { namespace: SPARK_NAMESPACE, job, log });
    const [now = []] = Object.values(run.logs);
    if (now.length > log.length) log = now;
    return endOf(run.job) ? run : undefined;
  });
}

const all = Object.keys(FAILURES) as Failing[];
const asked = process.argv.slice(2);
const names = asked.length === 0 ? all : all.filter((name) => asked.includes(name));
const kubectl = await testKubectl();
for (let begin = 0; begin < names.length; begin += AT_ONCE) {
  const runs = await startFailing(kubectl, names.slice(begin, begin + AT_ONCE));
  try {
    const recordings = Object.entries(runs).map(async ([name, job]) => record(name, await ended(kubectl, job)));
    await Promise.all(recordings);
  } finally {
    await stopFailing(kubectl);
  }
}
