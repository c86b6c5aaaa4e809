/**
 * Cron schedules of five fields, restricted to what everyone who reads them takes for the same: Kubernetes (robfig/cron) and the Python jobs
 * (croniter). Left out are macros, `?`, `L`, `#`, 7 for Sunday, ranges that wrap around, and two forms that both accept and understand differently:
 * ranges of one value (croniter reads `5-5` as all), and every day in other words than `*` (beside a restricted other day field, Kubernetes runs `0-6`
 * daily and croniter ignores it).
 */

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names that stand for `min`, `min + 1`, …; upper or lower case. */
  readonly names: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const MINUTE: Field = { name: "minute", min: 0, max: 59, names: [] };
const HOUR: Field = { name: "hour", min: 0, max: 23, names: [] };
const DAY_OF_MONTH: Field = { name: "day of month", min: 1, max: 31, names: [] };
const MONTH: Field = { name: "month", min: 1, max: 12, names: MONTHS };
const DAY_OF_WEEK: Field = { name: "day of week", min: 0, max: 6, names: WEEKDAYS };

const FIELDS = [MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK];

/** Days of each month in a leap year, January first. */
const MONTH_LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const FIVE_FIELDS = "must have five fields separated by spaces: minute, hour, day of month, month, day of week";

/** The rule that a schedule breaks, as a sentence without a full stop; undefined for a good schedule. */
export function brokenScheduleRule(schedule: string): string | undefined {
  const texts = schedule.split(/ +/);
  if (texts.length !== FIELDS.length) return FIVE_FIELDS;
  for (const [index, field] of FIELDS.entries()) {
    const rule = brokenFieldRule(texts[index] ?? "", field);
    if (rule !== undefined) return rule;
  }
  const [, , daysOfMonth = "", months = "", daysOfWeek = ""] = texts;
  return dateComes(daysOfMonth, months, daysOfWeek) ? undefined : "must name a day that exists";
}

/** Whether it is an IANA time zone, written as the IANA database writes it (Kubernetes finds no `europe/berlin`). */
export function isTimeZone(timeZone: string): boolean {
  if (!/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(timeZone)) return false;
  try {
    const known = new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
    return known === timeZone || known.toLowerCase() !== timeZone.toLowerCase();
  } catch {
    return false;
  }
}

function brokenFieldRule(text: string, field: Field): string | undefined {
  const values = valuesOf(text, field);
  if (values === undefined) return `${field.name} ${JSON.stringify(text)} must be ${formsOf(field)}`;
  const isDay = field === DAY_OF_MONTH || field === DAY_OF_WEEK;
  const isEveryDay = new Set(values).size === field.max - field.min + 1;
  return isDay && isEveryDay && text !== "*" ? `${field.name} ${JSON.stringify(text)} must be written *` : undefined;
}

function formsOf({ min, max, names }: Field): string {
  const words =
    names.length === 0 ? "" : ` or ${names[0]?.toUpperCase() ?? ""} to ${names.at(-1)?.toUpperCase() ?? ""}`;
  return `*, ${min} to ${max}${words}, a range such as 1-5, each with a step such as */2, or a list of these`;
}

function valuesOf(text: string, field: Field): number[] | undefined {
  const parts = text.split(",").map((part) => partValues(part, field));
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

function partValues(part: string, field: Field): number[] | undefined {
  const [, range, from, to, step] = /^(\*|(\w+)(?:-(\w+))?)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
  if (range === undefined) return undefined;
  const first = from === undefined ? field.min : valueOf(from, field);
  const last = to !== undefined ? valueOf(to, field) : range === "*" || step !== undefined ? field.max : first;
  if (first === undefined || last === undefined || first > last) return undefined;
  const isRangeOfOne = to !== undefined && first === last;
  const every = Number(step ?? 1);
  if (isRangeOfOne || every < 1 || every > field.max) return undefined;
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, index) => first + index * every);
}

function valueOf(text: string, { min, max, names }: Field): number | undefined {
  const position = names.indexOf(text.toLowerCase());
  if (position >= 0) return min + position;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

/** A restricted day of the week counts beside the day of the month, so that only a free one leaves dates such as 30 February. */
function dateComes(daysOfMonth: string, months: string, daysOfWeek: string): boolean {
  const firstDay = Math.min(...(valuesOf(daysOfMonth, DAY_OF_MONTH) ?? []));
  const lengths = (valuesOf(months, MONTH) ?? []).map((month) => MONTH_LENGTHS[month - 1] ?? 0);
  return daysOfWeek !== "*" || lengths.some((length) => firstDay <= length);
}
