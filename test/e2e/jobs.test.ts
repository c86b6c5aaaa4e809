/** Spark jobs by their CronJobs, and what `npm run job` refuses. */
import test from "ava";

import { eventually, testKubectl } from "../runner/kubectl.js";
import { product, TEST_PLATFORM } from "../runner/platform.js";

const NAMESPACE = "spark-analytics";

interface CronJob {
  spec: { schedule: string; suspend: boolean };
}

/** Lets the CronJob controller itself start one run, as it would at the job's time, and answers with the Job's name and the driver's log. */
async function runOnSchedule(job: string): Promise<{ name: string; log: string }> {
  const kubectl = await testKubectl();
  const { schedule, suspend } = (await kubectl.json<CronJob>(["get", "cronjob", job, "-n", NAMESPACE])).spec;
  const patch = (spec: object): Promise<string> =>
    kubectl.text(["patch", "cronjob", job, "-n", NAMESPACE, "--type=merge", "-p", JSON.stringify({ spec })]);
  await patch({ schedule: "* * * * *", suspend: false });
  try {
    const name = await eventually(`a scheduled Job of ${job}`, 90, async () => {
      const { items } = await kubectl.json<{ items: { metadata: { name: string } }[] }>([
        "get",
        "jobs",
        "-n",
        NAMESPACE,
      ]);
      return items
        .map(({ metadata }) => metadata.name)
        .find((candidate) => new RegExp(`^${job}-\\d+$`).test(candidate));
    });
    await patch({ schedule, suspend });
    await kubectl.text(["wait", "job", name, "-n", NAMESPACE, "--for=condition=complete", "--timeout=240s"]);
    return { name, log: await kubectl.text(["logs", `job/${name}`, "-n", NAMESPACE, "-c", "base"]) };
  } finally {
    await patch({ schedule, suspend });
  }
}

async function executors(): Promise<number> {
  const kubectl = await testKubectl();
  const { items } = await kubectl.json<{ items: object[] }>([
    "get",
    "pods",
    "-n",
    NAMESPACE,
    "-l",
    "spark-role=executor",
  ]);
  return items.length;
}

test("jobs run on their CronJobs' schedules, know their intervals, and leave no executor behind", async (t) => {
  const [pi, flights] = await Promise.all([runOnSchedule("pi"), runOnSchedule("flights")]);
  t.regex(pi.log, /^Pi is roughly 3\.1/m);
  // The scheduled time is in the Job's name, and a run every minute has the minute before it as its interval.
  const scheduled = Number(flights.name.split("-").at(-1)) * 60_000;
  const [start, end] = [scheduled - 60_000, scheduled].map((time) => new Date(time).toISOString().slice(0, 16));
  t.regex(flights.log, new RegExp(`^flights: data interval ${String(start)}.*${String(end)}`, "m"));
  t.regex(flights.log, /^flights: no flights in these months/m);
  await eventually("the end of all executors", 60, async () => ((await executors()) === 0 ? true : undefined));
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
