import test from "ava";
import fc from "fast-check";

import { readInterval } from "../../../../local/commands/job.js";

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
