import test from "ava";

import { failedPreview, readEventLog } from "../../../report/event-log.js";
import { recording } from "./recordings.js";

test("every operation is read, with the component that a resource belongs to", (t) => {
  const { changes, unchanged, succeeded } = readEventLog(recording("prod-jobs"));
  t.deepEqual(changes.map(({ operation, name, component }) => `${operation} ${name} of ${component.name}`).sort(), [
    "create orders of orders",
    "delete pi of pi",
    "update airflow of airflow",
    "update airflow-jobs of airflow",
    "update flights of flights",
    "update flights-by-month of flights-by-month",
  ]);
  t.is(unchanged, 153);
  t.true(succeeded);
});

test("a replacement is one change, with what makes it necessary", (t) => {
  const { changes } = readEventLog(recording("prod-data"));
  const bucket = changes.filter(({ type, name }) => type === "aws:s3/bucket:Bucket" && name === "bucket-data");
  t.deepEqual(
    bucket.map(({ operation, replacing }) => [operation, replacing]),
    [["replace", ["bucket"]]],
  );
});

test("what is deleted and stays where it is, is only forgotten", (t) => {
  const log = recording("prod-data").replaceAll(
    /"op":"delete"(.*?)"old":\{/g,
    '"op":"delete"$1"old":{"retainOnDelete":true,',
  );
  const operations = readEventLog(log).changes.map(({ operation }) => operation);
  t.false(operations.includes("delete"));
  t.is(operations.filter((operation) => operation === "forget").length, 15);
});

test("a mandatory complaint means that it failed, also if nothing else says so", (t) => {
  const [first = "", ...others] = recording("careless")
    .split("\n")
    .filter((line) => line.includes('"policyEvent"'));
  const end = recording("prod-unchanged")
    .split("\n")
    .filter((line) => line.includes('"summaryEvent"'));
  const mandatory = [first, ...others].filter((line) => line.includes('"enforcementLevel":"mandatory"')).slice(0, 1);
  const advisory = [first, ...others].filter((line) => line.includes('"enforcementLevel":"advisory"')).slice(0, 1);
  t.false(readEventLog([...mandatory, ...end, ""].join("\n")).succeeded);
  t.true(readEventLog([...advisory, ...end, ""].join("\n")).succeeded);
});

test("that a preview failed is an error only where nothing else tells why", (t) => {
  const { diagnostics } = readEventLog(recording("prod-wrong-settings"));
  t.deepEqual(
    diagnostics.map(({ severity, message }) => [severity, message.split(":")[0]]),
    [["error", "2 settings are wrong under spark-platform"]],
  );
});

test("a log that ends in the middle of a line is read as far as it goes, and is no success", (t) => {
  const whole = recording("prod-unchanged");
  const cut = readEventLog(whole.slice(0, whole.length / 2));
  t.false(cut.succeeded);
  t.true(readEventLog(whole).succeeded);
});

test("marks for the colours of a terminal are taken out", (t) => {
  const log = recording("prod-wrong-settings").replace("2 settings are", "<{%bold%}>2 settings<{%reset%}> are");
  t.regex(readEventLog(log).diagnostics[0]?.message ?? "", /^2 settings are wrong/);
});

test("another file is refused with the line that is none of Pulumi's", (t) => {
  const message = "line 1 is no event of Pulumi's: write the file with --event-log";
  t.throws(() => readEventLog("{}\n"), { message });
  t.throws(() => readEventLog("steps:\n"), { message });
});

test("a Pulumi that ended before it wrote anything has its last words in the report", (t) => {
  const preview = failedPreview(readEventLog(""), "error: no stack named 'dev' found");
  t.deepEqual(preview.diagnostics, [{ severity: "error", message: "error: no stack named 'dev' found" }]);
  t.false(preview.succeeded);
});

test("where the event log tells the error, Pulumi's last words are not said again", (t) => {
  const preview = readEventLog(recording("prod-wrong-settings"));
  t.deepEqual(failedPreview(preview, "error: preview failed").diagnostics, preview.diagnostics);
});
