/** Spark jobs by their CronJobs, and what `npm run job` refuses. */
import test from "ava";

import { eventually, testKubectl } from "../runner/kubectl.js";
import { product, TEST_PLATFORM } from "../runner/platform.js";
import { podsFromNow, SPARK_NAMESPACE } from "../runner/spark-pods.js";

const NAMESPACE = ["-n", SPARK_NAMESPACE];

interface CronJob {
  spec: { schedule: string; suspend: boolean };
}
interface Jobs {
  items: { metadata: { name: string } }[];
}

/** Jobs that the CronJob controller made; those of `npm run job` have longer names. */
async function scheduledRuns(job: string): Promise<string[]> {
  const kubectl = await testKubectl();
  const { items } = await kubectl.json<Jobs>(["get", "jobs", ...NAMESPACE]);
  return items.map(({ metadata }) => metadata.name).filter((name) => new RegExp(`^${job}-\\d+$`).test(name));
}

/** Lets the CronJob controller itself start one run, as it would at the job's time, and answers with the Job's name and the driver's log. */
async function runOnSchedule(job: string): Promise<{ name: string; log: string }> {
  const kubectl = await testKubectl();
  const { schedule, suspend } = (await kubectl.json<CronJob>(["get", "cronjob", job, ...NAMESPACE])).spec;
  const patch = (spec: object): Promise<string> =>
    kubectl.text(["patch", "cronjob", job, ...NAMESPACE, "--type=merge", "-p", JSON.stringify({ spec })]);
  const before = await scheduledRuns(job);
  let name: string;
  try {
    await patch({ schedule: "* * * * *", suspend: false });
    name = await eventually(`a scheduled Job of ${job}`, 90, async () =>
      (await scheduledRuns(job)).find((candidate) => !before.includes(candidate)),
    );
  } finally {
    await patch({ schedule, suspend });
  }
  await kubectl.text(["wait", "job", name, ...NAMESPACE, "--for=condition=complete", "--timeout=600s"]);
  return { name, log: await kubectl.text(["logs", `job/${name}`, ...NAMESPACE, "-c", "base"]) };
}

/** The data interval of a Job of `flights`, whose own schedule is daily at 02:00 UTC: from the last such time before its scheduled one, which is in its name. */
function dailyInterval(job: string): string {
  const end = new Date(Number(job.split("-").at(-1)) * 60_000);
  const start = new Date(end);
  start.setUTCHours(2, 0, 0, 0);
  if (start >= end) start.setUTCDate(start.getUTCDate() - 1);
  const [from, to] = [start, end].map((time) => time.toISOString().replace(".000Z", "+00:00"));
  return `${String(from)} to ${String(to)}`;
}

test("jobs run on their CronJobs' schedules, know their intervals, and leave no executor behind", async (t) => {
  const pods = await podsFromNow();
  const [pi, flights] = await Promise.all([runOnSchedule("pi"), runOnSchedule("flights")]);
  t.regex(pi.log, /^Pi is roughly 3\.1/m);
  const said = flights.log.split("\n").filter((line) => line.startsWith("flights: "));
  t.deepEqual(
    said.map((line) => line.replace(/, months .*/, "")),
    [
      `flights: data interval ${dailyInterval(flights.name)}`,
      "flights: no flights in these months; they have no rows in flight_delays",
    ],
  );
  const left = await eventually("the end of all executors", 60, async () => {
    const found = await pods();
    return found.some(({ role }) => role === "executor") ? undefined : found;
  });
  t.deepEqual(
    left.map(({ role, phase }) => `${String(role)} ${phase}`),
    ["driver Succeeded", "driver Succeeded"],
  );
});

test("a job that does not exist is refused with the names of those that do", async (t) => {
  const { exitCode, output } = await product("job", "fligths", "--name", TEST_PLATFORM);
  t.is(exitCode, 1);
  t.is(output.trim(), 'There is no job "fligths". Jobs of this platform: flights, pi.');
});

test("an interval that cannot be is refused before anything starts", async (t) => {
  const interval = ["--from", "2001-02-01", "--to", "2001-01-01"];
  const { exitCode, output } = await product("job", "flights", "--name", TEST_PLATFORM, ...interval);
  t.is(exitCode, 1);
  t.is(output.trim(), "--from 2001-02-01 is not before --to 2001-01-01: the end is exclusive");
});
