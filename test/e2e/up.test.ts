/** What `npm run up` prints, that it goes on from where it was killed, and that running it again changes nothing. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";

import { stateHome } from "../../local/paths.js";
import { COMMITTED_SETTINGS } from "../../local/settings-file.js";
import { readmeCommand } from "../readme.js";
import { testKubectl } from "../runner/kubectl.js";
import { interruptedSteps, product, TEST_PLATFORM, upOutput } from "../runner/platform.js";

test("up was killed in the cluster's start and again amid Pulumi's changes, and the next up completed the platform", (t) => {
  t.deepEqual(interruptedSteps(), ["Start the built-in cluster", "Run pulumi up with the policy pack"]);
  t.regex(upOutput(), /^✔ Run pulumi up with the policy pack: .*create \d+/m);
});

test("up ends with the samples' results, the way into Airflow, and what to type next", (t) => {
  const output = upOutput();
  t.regex(output, /^Pi is roughly 3\.1/m);
  t.regex(output, /^flights: \d+ rows written to flight_delays; the busiest:\nmonth +origin +city +state /m);
  t.regex(output, /^Airflow +http:\/\/198\.1[89]\.\d+\.\d+:\d+$/m);
  t.regex(output, /^Log in +user admin; the password: npm run/m);
  t.regex(output, /npm run job -- /);
});

test("a second up changes nothing and says so", async (t) => {
  const before = await versions();
  const { exitCode, output } = await product(...readmeCommand("npm run up"), "--name", TEST_PLATFORM);
  t.is(exitCode, 0, output);
  t.regex(output, /nothing to change \(\d+ resources\)/);
  t.is(await versions(), before);
});

test("a preview after up plans no change", async (t) => {
  const [pulumi = "", ...command] = readmeCommand("npm run pulumi -- preview");
  const { exitCode, output } = await product(pulumi, "--name", TEST_PLATFORM, ...command, "--expect-no-changes");
  t.is(exitCode, 0, output);
  t.regex(output, /^ +\d+ unchanged$/m);
});

test("up runs the policy pack and nothing violates it", (t) => {
  const log = readFileSync(join(stateHome(TEST_PLATFORM), "logs", "pulumi-up.log"), "utf8");
  t.regex(log, /^ +✅ spark-platform@v\d+\.\d+\.\d+ /m);
  t.notRegex(log, /\[(mandatory|advisory)\]/);
});

/** Every object that a change of the platform would touch, with what counts its changes: objects without a `generation` have no status either. */
async function versions(): Promise<string> {
  const kubectl = await testKubectl();
  const list = (kinds: string, version: string): Promise<string> => {
    const line = `jsonpath={range .items[*]}{.metadata.uid} {.metadata.${version}}{'\\n'}{end}`;
    return kubectl.text(["get", kinds, "--all-namespaces", "-o", line]);
  };
  return `${await list("deployments,statefulsets,cronjobs", "generation")}${await list("secrets,configmaps", "resourceVersion")}`;
}

test("wrong settings are told all at once, before anything is started", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "spark-platform-settings-"));
  const file = join(directory, "Pulumi.wrong.yaml");
  const settings = readFileSync(COMMITTED_SETTINGS, "utf8").replace("parallelism: 4", "paralelism: many");
  writeFileSync(file, settings);
  const { exitCode, output } = await product("up", "--name", "never-started", "--settings", file);
  t.is(exitCode, 1);
  t.is(
    output.trim(),
    [
      "One setting is wrong under spark-platform: (stacks/README.md describes every key)",
      '  airflow.paralelism = "many": is not a setting; did you mean parallelism?',
    ].join("\n"),
  );
  t.false(existsSync(stateHome("never-started")));
  rmSync(directory, { recursive: true });
});
