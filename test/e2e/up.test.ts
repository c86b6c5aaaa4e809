/** What `npm run up` prints, and that running it again changes nothing. */
import test from "ava";

import { testKubectl } from "../runner/kubectl.js";
import { product, TEST_PLATFORM, upOutput } from "../runner/platform.js";

test("up ends with the samples' results, the way into Airflow, and what to type next", (t) => {
  const output = upOutput();
  t.regex(output, /^Pi is roughly 3\.1/m);
  t.regex(output, /^flights: \d+ rows written to flight_delays; the busiest:\nmonth +origin +city +state /m);
  t.regex(output, /^Airflow +http:\/\/198\.1[89]\.\d+\.\d+:\d+$/m);
  t.regex(output, /^Log in +user admin; the password: npm run/m);
  t.regex(output, /npm run job -- /);
});

test("up runs the policy pack and nothing violates it", (t) => {
  t.notRegex(upOutput(), /violation|\[mandatory\]|\[advisory\]/i);
});

test("a second up changes nothing and says so", async (t) => {
  const kubectl = await testKubectl();
  const versions = (): Promise<string> =>
    kubectl.text([
      "get",
      "deployments,statefulsets,cronjobs,secrets,configmaps",
      "-A",
      "-o",
      "jsonpath={range .items[*]}{.metadata.uid} {.metadata.generation}{'\\n'}{end}",
    ]);
  const before = await versions();
  const { exitCode, output } = await product("up", "--name", TEST_PLATFORM);
  t.is(exitCode, 0, output);
  t.regex(output, /nothing to change, \d+ resources are as they should be/);
  t.is(await versions(), before);
});
