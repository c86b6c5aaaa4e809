import test from "ava";

import { scheduleWords } from "../../../report/schedule.js";

const WORDS = [
  ["0 2 * * *", "UTC", "daily at 02:00 UTC"],
  ["30 4 * * 1-5", "Europe/Berlin", "at 04:30 Europe/Berlin, Monday through Friday"],
  ["30 3 2 * *", "UTC", "at 03:30 UTC, on day 2 of the month"],
  ["*/15 * * * *", "UTC", "every 15 minutes (UTC)"],
  ["not a schedule", "UTC", "at not a schedule UTC"],
] as const;

for (const [schedule, timeZone, words] of WORDS) {
  test(`${schedule} in ${timeZone} is ${words}`, (t) => t.is(scheduleWords(schedule, timeZone), words));
}
