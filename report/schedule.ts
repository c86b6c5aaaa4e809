/** Cron schedules in words. */
import { toString } from "cronstrue";

const TIME = /^at \d\d:\d\d/;

/** For example `daily at 02:00 UTC`. A schedule that nobody can read is given as it is. */
export function scheduleWords(schedule: string, timeZone: string): string {
  let words: string;
  try {
    words = toString(schedule, { use24HourTimeFormat: true });
  } catch {
    return `at ${schedule} ${timeZone}`;
  }
  const lower = words.charAt(0).toLowerCase() + words.slice(1);
  if (!TIME.test(lower)) return `${lower} (${timeZone})`;
  const zoned = lower.replace(TIME, (time) => `${time} ${timeZone}`);
  return zoned.includes(",") ? zoned : `daily ${zoned}`;
}
