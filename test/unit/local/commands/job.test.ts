import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";
import fc from "fast-check";

import { job, readInterval } from "../../../../local/commands/job.js";

const directory = mkdtempSync(join(tmpdir(), "job-"));
test.after.always(() => rmSync(directory, { recursive: true }));

const wrong = (option: string, value: string): string =>
  `${option} ${value}: not a day or time, write 2001-01-01 or 2001-01-01T00:00:00+01:00`;

test("without --from and --to there is no interval", (t) => {
  t.is(readInterval({}), undefined);
});

test("days and times with their offset are taken as they are written", (t) => {
  for (const interval of [
    { from: "2001-01-01", to: "2001-07-01" },
    { from: "2001-01-01T00:00:00+01:00", to: "2001-01-01T00:00:00Z" },
    { from: "2001-01-01T00:00Z", to: "2001-01-01T00:01Z" },
    { from: "2000-02-29", to: "2000-03-01" },
  ]) {
    t.deepEqual(readInterval(interval), interval);
  }
});

test("one of the two alone is refused", (t) => {
  t.throws(() => readInterval({ from: "2001-01-01" }), {
    message: "--to is missing: an interval needs both --from and --to",
  });
  t.throws(() => readInterval({ to: "2001-01-01" }), {
    message: "--from is missing: an interval needs both --from and --to",
  });
});

test("what is neither a day nor a time with offset is refused", (t) => {
  for (const from of [
    "yesterday",
    "",
    "2001",
    "2001-1-1",
    "01/02/2001",
    "2001-01-01T00:00:00",
    "2001-01-01T25:00:00Z",
    "2001-01-01T00:00:00+1:00",
    "2001-01-01 00:00:00Z",
    " 2001-01-01",
  ]) {
    t.throws(() => readInterval({ from, to: "2002-01-01" }), { message: wrong("--from", from) });
  }
});

test("a day that no calendar has is refused, also with a time", (t) => {
  for (const from of ["2001-02-30", "2001-02-29", "2001-13-01", "2001-00-01", "2001-04-31T00:00:00Z"]) {
    t.throws(() => readInterval({ from, to: "2002-01-01" }), { message: wrong("--from", from) });
  }
});

test("both problems are told at once", (t) => {
  t.throws(() => readInterval({ from: "2001-02-30", to: "tomorrow" }), {
    message: `${wrong("--from", "2001-02-30")}\n${wrong("--to", "tomorrow")}`,
  });
});

test("an end that is not after the start is refused", (t) => {
  for (const to of ["2001-01-01", "2000-12-31", "2001-01-01T01:00:00+01:00"]) {
    t.throws(() => readInterval({ from: "2001-01-01", to }), {
      message: `--from 2001-01-01 is not before --to ${to}: the end is exclusive`,
    });
  }
});

test("every day of the calendar is taken", (t) => {
  const days = fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const from = date.toISOString().slice(0, 10);
      t.deepEqual(readInterval({ from, to: "2200-01-01" }), { from, to: "2200-01-01" });
    }),
  );
});

test("what is wrong with several options is told at once, before any cluster is looked for", async (t) => {
  const options = { context: "nowhere", from: "2001-01-01", code: "none.py", settings: "mine.yaml" };
  await t.throwsAsync(job(options, ["pi"]), {
    message: [
      "--to is missing: an interval needs both --from and --to",
      "--code none.py: there is no such file; a path is relative to the root of the checkout",
      "--settings mine.yaml: belongs to --explain; a run takes the job as the cluster has it",
    ].join("\n"),
  });
});

test("a job is named, and only one", async (t) => {
  for (const names of [[], ["pi", "flights"]]) {
    await t.throwsAsync(job({ explain: true }, names), { message: "Name one job: npm run job -- flights" });
  }
});

test("a job that the settings do not have is not explained", async (t) => {
  await t.throwsAsync(job({ explain: true, settings: "stacks/Pulumi.local.yaml" }, ["fligths"]), {
    message: 'There is no job "fligths". Jobs of stacks/Pulumi.local.yaml: pi, flights.',
  });
});

test("code in another language than the job's is not explained either", async (t) => {
  const options = { explain: true, settings: "stacks/Pulumi.local.yaml", code: join(directory, "job.jar") };
  writeFileSync(options.code, "PK\x03\x04");
  await t.throwsAsync(job(options, ["pi"]), {
    message: `--code ${options.code}: job pi runs /opt/jobs/pi.py; give a .py file`,
  });
});
