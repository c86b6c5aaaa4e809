/** Spark jobs by hand and by their CronJobs. */
import test from "ava";

import { eventually, testKubectl } from "../runner/kubectl.js";
import { product, TEST_PLATFORM } from "../runner/platform.js";

const NAMESPACE = "spark-analytics";

interface Jobs {
  items: {
    metadata: { name: string };
    status: { succeeded?: number; conditions?: { type: string; status: string }[] };
  }[];
}

/** Lets the CronJob controller itself start one run, as it would at the job's time, and answers with the driver's log. */
async function runOnSchedule(job: string): Promise<string> {
  const kubectl = await testKubectl();
  const before = await kubectl.json<{ spec: { schedule: string; suspend: boolean } }>([
    "get",
    "cronjob",
    job,
    "-n",
    NAMESPACE,
  ]);
  const patch = (spec: object): Promise<string> =>
    kubectl.text(["patch", "cronjob", job, "-n", NAMESPACE, "--type=merge", "-p", JSON.stringify({ spec })]);
  const { schedule, suspend } = before.spec;
  await patch({ schedule: "* * * * *", suspend: false });
  try {
    const name = await eventually(`a scheduled Job of ${job}`, 90, async () => {
      const { items } = await kubectl.json<Jobs>(["get", "jobs", "-n", NAMESPACE]);
      return items.find(({ metadata }) => new RegExp(`^${job}-\\d+$`).test(metadata.name))?.metadata.name;
    });
    await patch({ schedule, suspend });
    await kubectl.text(["wait", "job", name, "-n", NAMESPACE, "--for=condition=complete", "--timeout=240s"]);
    return await kubectl.text(["logs", `job/${name}`, "-n", NAMESPACE, "-c", "base"]);
  } finally {
    await patch({ schedule, suspend });
  }
}

async function executors(): Promise<number> {
  const kubectl = await testKubectl();
  return (await kubectl.json<{ items: object[] }>(["get", "pods", "-n", NAMESPACE, "-l", "spark-role=executor"])).items
    .length;
}

test("pi runs on its CronJob's schedule and its executors are gone afterwards", async (t) => {
  t.regex(await runOnSchedule("pi"), /^Pi is roughly 3\.1/m);
  await eventually("the end of all executors", 60, async () => ((await executors()) === 0 ? true : undefined));
});

test("flights on its CronJob's schedule processes the interval that its scheduled time stands for", async (t) => {
  const log = await runOnSchedule("flights");
  t.log(
    log
      .split("\n")
      .filter((line) => /interval/i.test(line))
      .join("\n"),
  );
  t.regex(log, new RegExp(new Date().toISOString().slice(0, 7)));
});

test("a job that does not exist is refused with the names of those that do", async (t) => {
  const { exitCode, output } = await product("job", "fligths", "--name", TEST_PLATFORM);
  t.is(exitCode, 1);
  t.is(output.trim(), 'There is no job "fligths". Jobs of this platform: flights, pi.');
});

test("an interval that cannot be is refused before anything starts", async (t) => {
  const { exitCode, output } = await product(
    "job",
    "flights",
    "--name",
    TEST_PLATFORM,
    "--from",
    "2001-02-01",
    "--to",
    "2001-01-01",
  );
  t.is(exitCode, 1);
  t.is(output.trim(), "--from 2001-02-01 is not before --to 2001-01-01: the end is exclusive");
});
