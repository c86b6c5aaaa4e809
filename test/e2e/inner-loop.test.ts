/** `npm run job` with code of one's own, in one pod, and explained. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";
import { parse } from "yaml";

import { REPOSITORY } from "../../local/paths.js";
import { readmeCommand } from "../readme.js";
import { eventually, testKubectl } from "../runner/kubectl.js";
import { product, TEST_PLATFORM } from "../runner/platform.js";
import { podsFromNow, SPARK_NAMESPACE } from "../runner/spark-pods.js";

const NAMESPACE = ["-n", SPARK_NAMESPACE];
const JANUARY = ["--from", "2001-01-01", "--to", "2001-02-01"];

const directory = mkdtempSync(join(tmpdir(), "inner-loop-"));
test.after.always(() => rmSync(directory, { recursive: true }));

const run = (job: string, ...options: string[]) => product("job", job, "--name", TEST_PLATFORM, ...options);

/** A copy of a sample job with a change, under the same path at each call. */
function edited(job: string, from: string, to: string): string {
  const text = readFileSync(join(REPOSITORY, "jobs", `${job}.py`), "utf8");
  if (!text.includes(from)) throw new Error(`${job}.py no longer has: ${from}`);
  const file = join(directory, `${job}.py`);
  writeFileSync(file, text.replace(from, to));
  return file;
}

interface Objects {
  items: { metadata: { name: string; ownerReferences?: { kind: string; name: string }[] }; immutable?: boolean }[];
}

async function objects(kind: string): Promise<Objects["items"]> {
  return (await (await testKubectl()).json<Objects>(["get", kind, ...NAMESPACE])).items;
}

const names = async (kind: string): Promise<string[]> => (await objects(kind)).map(({ metadata }) => metadata.name);

test.serial("an edited file runs on the cluster, also on its executors, and leaves with its Job", async (t) => {
  const before = await names("configmaps");
  // What a task does: one that ran the image's own code would count other points.
  const file = edited("pi", "< 1 for _", "< 0 for _");
  const { exitCode, output } = await run("pi", "--code", file);
  t.is(exitCode, 0, output);
  t.regex(output, /^Pi is roughly 0\.000000$/m);
  t.regex(output, /^pi succeeded after \d+ s\. /m);

  const [brought, ...more] = (await objects("configmaps")).filter(({ metadata }) => !before.includes(metadata.name));
  t.deepEqual(more, []);
  const [owner = { kind: "none", name: "nobody" }] = brought?.metadata.ownerReferences ?? [];
  t.like(brought, { immutable: true, metadata: { name: owner.name } });
  t.is(owner.kind, "Job");
  await (await testKubectl()).text(["delete", "job", owner.name, ...NAMESPACE]);
  await eventually("the end of the ConfigMap", 60, async () => {
    return (await names("configmaps")).includes(owner.name) ? undefined : true;
  });
});

test.serial("the file of a job runs without an image", async (t) => {
  const command = readmeCommand("npm run job -- flights --code jobs/flights.py");
  const { exitCode, output } = await product(...command, "--name", TEST_PLATFORM, ...JANUARY);
  t.is(exitCode, 0, output);
  t.regex(output, /^flights: 223 rows written to flight_delays/m);
});

test.serial("the next edit is what the next run takes, in one pod if so asked", async (t) => {
  const pods = await podsFromNow();
  const file = edited("flights", "flights: data interval", "flights: edited, data interval");
  const command = readmeCommand("npm run job -- flights --local");
  const { exitCode, output } = await product(...command, "--name", TEST_PLATFORM, "--code", file, ...JANUARY);
  t.is(exitCode, 0, output);
  t.regex(output, /^flights: edited, data interval 2001-01-01/m);
  t.regex(output, /^flights: 223 rows written to flight_delays/m);
  t.deepEqual(
    (await pods()).map(({ role }) => role),
    ["driver"],
  );
});

test.serial("code that fails is tried once, its error is shown, and the doctor knows of it afterwards", async (t) => {
  const pods = await podsFromNow();
  const file = edited(
    "flights",
    "def main() -> None:",
    "def main() -> None:\n    raise RuntimeError('not yet')\n\n\ndef rest() -> None:",
  );
  const { exitCode, output } = await run("flights", "--code", file, "--local");
  t.is(exitCode, 1);
  t.regex(output, /RuntimeError: not yet/);
  t.is((await pods()).length, 1);

  const diagnosis = await product(...readmeCommand("npm run doctor -- flights"), "--name", TEST_PLATFORM);
  t.regex(diagnosis.output, /^Run flights-[\w-]+ of job flights failed: /m);
  t.regex(diagnosis.output, /RuntimeError: not yet/);
});

test.serial("a file that cannot run is refused before anything is sent", async (t) => {
  const before = await names("jobs");
  const file = edited("pi", "def main() -> None:", "def main() -> None");
  const line = readFileSync(file, "utf8").split("\n").indexOf("def main() -> None") + 1;
  const { exitCode, output } = await run("pi", "--code", file);
  t.is(exitCode, 1);
  t.is(output.trim(), `--code ${file}:${line}:19: Expected \`:\`, found newline`);
  t.is((await run("pi", "--code", join(directory, "none.py"))).exitCode, 1);
  t.deepEqual(await names("jobs"), before);
});

test.serial("what --explain prints is what the cluster has", async (t) => {
  const kubectl = await testKubectl();
  const cronJob = ["get", "cronjob", "flights", ...NAMESPACE, "-o", "jsonpath={.spec.jobTemplate.spec.template.spec}"];
  const deployed = JSON.parse(await kubectl.text(cronJob)) as Record<string, unknown>;
  const before = await names("jobs");
  const { exitCode, stdout } = await product(
    ...readmeCommand("npm run job -- flights --explain"),
    "--name",
    TEST_PLATFORM,
  );
  t.is(exitCode, 0);
  const { spec } = parse(stdout.slice(stdout.indexOf("\n---\n") + 5)) as { spec: Record<string, unknown> };
  // The cluster fills in defaults, and nothing else.
  t.like(deployed, spec);
  t.deepEqual(await names("jobs"), before);
});

test.serial("--explain needs no cluster, and shows code and local mode as they would run", async (t) => {
  const options = ["--explain", "--code", "jobs/flights.py", "--local", ...JANUARY];
  const { exitCode, stdout } = await product("job", "flights", "--name", "nowhere", ...options);
  t.is(exitCode, 0);
  t.regex(stdout, /^ {2}--master 'local\[2\]' \\$/m);
  t.regex(stdout, /^# ConfigMap flights-[0-9a-f]{6}-\d+: jobs\/flights\.py, \d+ bytes/m);
  t.regex(stdout, /mountPath: \/opt\/jobs\/flights\.py/);
});
