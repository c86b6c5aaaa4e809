import test from "ava";
import fc from "fast-check";
import { brokenScheduleRule, isTimeZone } from "../../../../components/spark/schedule.js";

for (const schedule of [
  "* * * * *",
  "30 0 * * *",
  "*/15 8-18 * * MON-FRI",
  "0 2 1,15 jan,Jul *",
  "5/10 22-23/1 28-31 2 0",
  "0 0 29 2 *",
  "0 0 30 2 MON",
  "0   2 * * *",
  "00 02 01 01 06",
]) {
  test(`${schedule} is a schedule`, (t) => {
    t.is(brokenScheduleRule(schedule), undefined);
  });
}

const fiveFields = "must have five fields separated by spaces: minute, hour, day of month, month, day of week";

for (const schedule of [
  "",
  "*",
  "* * * *",
  "* * * * * *",
  "@daily",
  "TZ=UTC 0 2 * * *",
  " 0 2 * * *",
  "0 2 * * * ",
  "0\t2\t*\t*\t*",
]) {
  test(`${JSON.stringify(schedule)} has not five fields`, (t) => {
    t.is(brokenScheduleRule(schedule), fiveFields);
  });
}

for (const [schedule, rule] of [
  [
    "60 * * * *",
    'minute "60" must be *, 0 to 59, a range such as 1-5, each with a step such as */2, or a list of these',
  ],
  ["0 24 * * *", 'hour "24" must be *, 0 to 23, a range such as 1-5, each with a step such as */2, or a list of these'],
  [
    "0 0 0 * *",
    'day of month "0" must be *, 1 to 31, a range such as 1-5, each with a step such as */2, or a list of these',
  ],
  [
    "0 0 1 foo *",
    'month "foo" must be *, 1 to 12 or JAN to DEC, a range such as 1-5, each with a step such as */2, or a list of these',
  ],
  [
    "0 0 * * 7",
    'day of week "7" must be *, 0 to 6 or SUN to SAT, a range such as 1-5, each with a step such as */2, or a list of these',
  ],
] as const) {
  test(`${schedule} is refused with what its field may hold`, (t) => {
    t.is(brokenScheduleRule(schedule), rule);
  });
}

for (const minute of [
  "5-1",
  "5-5",
  "05-5",
  "*/0",
  "*/60",
  "1-2-3",
  "1/2/3",
  "1,,2",
  ",1",
  "-1",
  "+1",
  "1.5",
  "?",
  "L",
  "*-5",
  "**",
  "mon",
  "1/",
  "/5",
]) {
  test(`the minute ${minute} is refused`, (t) => {
    t.regex(brokenScheduleRule(`${minute} * * * *`) ?? "", /^minute /);
  });
}

for (const [schedule, rule] of [
  ["0 0 31 * 0-6", 'day of week "0-6" must be written *'],
  ["0 0 1 * SUN-SAT", 'day of week "SUN-SAT" must be written *'],
  ["0 0 1-31 * MON", 'day of month "1-31" must be written *'],
  ["0 0 */1 * MON", 'day of month "*/1" must be written *'],
  ["0 0 * * *,1", 'day of week "*,1" must be written *'],
] as const) {
  test(`${schedule} is refused, since Kubernetes and the jobs would understand it differently`, (t) => {
    t.is(brokenScheduleRule(schedule), rule);
  });
}

for (const schedule of ["0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 30-31/1 FEB *"]) {
  test(`${schedule} is refused because its day never comes`, (t) => {
    t.is(brokenScheduleRule(schedule), "must name a day that exists");
  });
}

/** Fields as the grammar allows them. The day fields stay single values or free, so that every date exists and none means every day. */
const fieldText = (min: number, max: number, names: readonly string[] = []) => {
  const value = fc.integer({ min, max });
  const step = fc.integer({ min: 1, max });
  const single = fc.oneof(value.map(String), ...(names.length > 0 ? [fc.constantFrom(...names)] : []));
  const range = fc.tuple(value, value).filter(([a, b]) => a < b);
  const base = fc.oneof(
    fc.constant("*"),
    single,
    range.map(([a, b]) => `${a}-${b}`),
  );
  const stepped = fc.tuple(base, step).map(([from, every]) => `${from}/${every}`);
  return fc.array(fc.oneof(base, stepped), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(","));
};
const goodSchedule = fc.tuple(
  fieldText(0, 59),
  fieldText(0, 23),
  fc.oneof(fc.constant("*"), fc.integer({ min: 1, max: 29 }).map(String)),
  fieldText(1, 12, ["jan", "Jun", "DEC"]),
  fc.constantFrom("*", "0", "6", "Wed", "1-5", "*/2", "MON,FRI"),
);

test("every schedule of the grammar is accepted", (t) => {
  fc.assert(fc.property(goodSchedule, (fields) => t.is(brokenScheduleRule(fields.join(" ")), undefined)));
});

test("a schedule with one spoilt field is refused", (t) => {
  const spoilt = fc.constantFrom("60", "*/0", "9-1", "", "x", "1;2", "1-", "*/1000", "?", "@hourly");
  fc.assert(
    fc.property(goodSchedule, fc.integer({ min: 0, max: 4 }), spoilt, (fields, position, bad) => {
      const schedule = fields.map((field, index) => (index === position ? bad : field)).join(" ");
      t.not(brokenScheduleRule(schedule), undefined, schedule);
    }),
  );
});

for (const timeZone of [
  "UTC",
  "Europe/Berlin",
  "Asia/Kolkata",
  "America/Argentina/Buenos_Aires",
  "America/Port-au-Prince",
  "Etc/GMT+5",
]) {
  test(`${timeZone} is a time zone`, (t) => {
    t.true(isTimeZone(timeZone));
  });
}

for (const timeZone of [
  "",
  "Local",
  "europe/berlin",
  "EUROPE/BERLIN",
  "Europe/Atlantis",
  "+01:00",
  "UTC+1",
  "Europe/Berlin ",
  "../etc/passwd",
]) {
  test(`${JSON.stringify(timeZone)} is no time zone`, (t) => {
    t.false(isTimeZone(timeZone));
  });
}
