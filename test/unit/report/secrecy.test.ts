/** A report shows no secret, also where the engine does not know that it is one. */
import test from "ava";

import { previewReport, readEventLog } from "../../../report/index.js";
import { conceal, Hidden, withoutSecrets } from "../../../report/secrecy.js";
import { recording } from "./recordings.js";

const PASSWORD = "correct-horse-battery-staple";
/** As AWS writes it in its documentation. */
const ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";

interface Event {
  readonly resourcePreEvent?: {
    readonly metadata: { op: string; readonly type: string; old?: { inputs: unknown }; new?: { inputs: unknown } };
  };
}

/** The event log of a preview in which these are the inputs of all resources of one type. */
function withInputs(type: string, before: object, after: object): string {
  const lines = recording("prod-jobs").split("\n").slice(0, -1);
  const changed = lines.map((line) => {
    const event = JSON.parse(line) as Event;
    const { metadata } = event.resourcePreEvent ?? {};
    if (metadata?.type !== type || !metadata.old || !metadata.new) return line;
    metadata.op = "update";
    metadata.old.inputs = before;
    metadata.new.inputs = after;
    return JSON.stringify(event);
  });
  return `${changed.join("\n")}\n`;
}

const reportOf = (log: string): string => previewReport(readEventLog(log), { stack: "prod", limit: 1_000_000 });

const containers = (value: string) => [{ name: "base", env: [{ name: "MODE", value }] }];

/** Where a value stands, and how the report calls the place. */
const LEAKS: Record<string, readonly [type: string, inputs: (value: string) => object, words: string]> = {
  "the data of a Secret that the program forgot to keep secret": [
    "kubernetes:core/v1:Secret",
    (user) => ({ stringData: { user } }),
    "`stringData`: changes (secret)",
  ],
  "the value of an environment variable": [
    "kubernetes:apps/v1:Deployment",
    (value) => ({ spec: { template: { spec: { containers: containers(value) } } } }),
    "`pod.containers[base].env[MODE].value`: changes (not shown)",
  ],
  "what is named like a password": [
    "kubernetes:core/v1:ConfigMap",
    (value) => ({ data: { db_password: value } }),
    "`data.db_password`: changes (secret)",
  ],
  "a password among the arguments of a program": [
    "kubernetes:core/v1:ConfigMap",
    (value) => ({ args: [`spark.example.password=${value}`] }),
    "`args`: − secret + secret",
  ],
  "a password in a document": [
    "kubernetes:core/v1:ConfigMap",
    (password) => ({ data: JSON.stringify({ password }) }),
    "`data.password`: changes (secret)",
  ],
  "a key of AWS, wherever it stands": [
    "kubernetes:core/v1:ConfigMap",
    (value) => ({ data: { text: `key ${value} ${ACCESS_KEY}` } }),
    "`data.text`: changes (secret)",
  ],
};

for (const [what, [type, inputs, words]] of Object.entries(LEAKS)) {
  test(`${what} is not shown, and that it changes is`, (t) => {
    const log = withInputs(type, inputs("guess"), inputs(PASSWORD));
    t.true(log.includes(PASSWORD));
    const report = reportOf(log);
    t.notRegex(report, new RegExp(`${PASSWORD}|${ACCESS_KEY}|guess`));
    t.true(report.includes(words), report);
  });
}

test("what is no secret is shown", (t) => {
  const log = withInputs("kubernetes:core/v1:ConfigMap", { data: { color: "red" } }, { data: { color: "blue" } });
  t.regex(reportOf(log), /`data\.color`: `red` → `blue`/);
});

test("a secret in an error is not shown", (t) => {
  const log = recording("prod-wrong-settings").replaceAll("99 2 * * *", ACCESS_KEY);
  t.true(log.includes(ACCESS_KEY));
  const report = reportOf(log);
  t.false(report.includes(ACCESS_KEY));
  t.regex(report, /jobs\.pi\.schedule = \S*\[secret\]/);
});

test("two values that are not shown are told apart", (t) => {
  const secret = (data: string): unknown => conceal("kubernetes:core/v1:Secret", { data })["data"];
  t.true(secret("one") instanceof Hidden);
  t.deepEqual(secret("one"), secret("one"));
  t.notDeepEqual(secret("one"), secret("two"));
});

test("names of secrets, and numbers and switches that are named like one, are shown", (t) => {
  const inputs = { automountServiceAccountToken: true, secretName: "warehouse", tokens: 3 };
  t.deepEqual(conceal("kubernetes:core/v1:ServiceAccount", inputs), inputs);
});

test("text without a secret stays as it is", (t) => {
  t.is(withoutSecrets("https://example.com/a:b"), "https://example.com/a:b");
  t.is(withoutSecrets(`x ${ACCESS_KEY} y ${ACCESS_KEY}`), "x [secret] y [secret]");
});
