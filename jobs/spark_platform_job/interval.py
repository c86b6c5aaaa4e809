"""The data interval of a run: which part of the data it is to (re)compute.

Three ways lead here, first match wins (the variables are `JOB_ENVIRONMENT` in vocabulary.ts):

1. DATA_INTERVAL_START and DATA_INTERVAL_END, set by Airflow and by `npm run job -- NAME --from … --to …`. Days, and
   times without an offset, are in JOB_TIME_ZONE (default UTC), so that a day is the job's day, whoever asks for it.
2. JOB_NAME, JOB_SCHEDULE and JOB_TIME_ZONE, set for a CronJob: from the fire before the scheduled one up to that one.
3. Neither: an error, because a guess would overwrite the wrong part.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from croniter import CroniterError, croniter


class IntervalError(ValueError):
    """The environment does not tell a data interval; the message says what to set."""


@dataclass(frozen=True)
class Interval:
    """Start inclusive, end exclusive, both in the time zone of the job's schedule."""

    start: datetime
    end: datetime

    def months(self) -> tuple[date, date]:
        """The interval widened to whole calendar months: first day of the first one, first day after the last one.

        For tables with one row a month: a month computed from a part of its days would be wrong, so each month that the
        interval touches is computed again from all of its days.
        """
        return month_of(self.start), following_month(month_of(self.end - timedelta(microseconds=1)))

    def __str__(self) -> str:
        return f"{self.start.isoformat()} to {self.end.isoformat()}"


def month_of(moment: datetime) -> date:
    """First day of the month of a moment."""
    return date(moment.year, moment.month, 1)


def following_month(month: date) -> date:
    """First day of the month after the given one."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_between(first: date, end: date) -> Iterator[date]:
    """First days of the months from `first` on, up to `end` and without it."""
    while first < end:
        yield first
        first = following_month(first)


def data_interval(environment: Mapping[str, str]) -> Interval:
    """The data interval that the environment tells. Raises IntervalError."""
    zone = time_zone(environment.get("JOB_TIME_ZONE") or "UTC")
    given = {name: environment.get(name, "") for name in ("DATA_INTERVAL_START", "DATA_INTERVAL_END")}
    if any(given.values()):
        start, end = (moment(name, value, zone) for name, value in given.items())
    else:
        end = scheduled_time(environment.get("JOB_NAME", "")).astimezone(zone)
        start = previous_fire(environment.get("JOB_SCHEDULE", ""), end)
    interval = Interval(start, end)
    # Python compares moments of one zone by their wall clocks, which show the hour twice that summer time gives back.
    if start.astimezone(UTC) >= end.astimezone(UTC):
        raise IntervalError(
            f"The data interval {interval} is empty: DATA_INTERVAL_START must lie before DATA_INTERVAL_END. "
            "(Airflow: give the DAG's timetable an interval; a plain cron schedule has an empty one.)"
        )
    return interval


def time_zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):
        raise IntervalError(f'JOB_TIME_ZONE is "{name}", which is no IANA time zone such as Europe/Berlin.') from None


def moment(name: str, value: str, zone: ZoneInfo) -> datetime:
    """An ISO 8601 day or time, which is one of the zone unless it tells its own offset."""
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        raise IntervalError(
            f'{name} is "{value}", which is no ISO 8601 day or time such as 2001-01-01 or 2001-01-01T00:00:00+00:00. '
            "DATA_INTERVAL_START and DATA_INTERVAL_END go together."
        ) from None
    return parsed.astimezone(zone) if parsed.tzinfo else parsed.replace(tzinfo=zone)


def scheduled_time(job_name: str) -> datetime:
    """The time for which the CronJob controller made a Job: the last part of its name, in minutes since 1970."""
    match = re.fullmatch(r".+-(\d{7,9})", job_name)
    if not match:
        raise IntervalError(
            "No data interval: DATA_INTERVAL_START and DATA_INTERVAL_END are not set, and JOB_NAME "
            f'"{job_name}" does not end in the scheduled time of a CronJob. '
            "To run by hand: npm run job -- NAME --from 2001-01-01 --to 2001-02-01."
        )
    return datetime.fromtimestamp(int(match[1]) * 60, UTC)


def previous_fire(schedule: str, scheduled: datetime) -> datetime:
    """The last time before `scheduled` at which the clock of its time zone matched the schedule."""
    try:
        return next(fire for fire in fires_before(schedule, scheduled) if matches(schedule, fire))
    except (CroniterError, StopIteration):
        raise IntervalError(f'JOB_SCHEDULE is "{schedule}", which is no cron schedule that has fired before.') from None


def fires_before(schedule: str, moment: datetime) -> Iterator[datetime]:
    """Fires before a moment, latest first."""
    return croniter(schedule, moment, ret_type=datetime).all_prev()


def matches(schedule: str, fire: datetime) -> bool:
    """Whether the wall clock matches.

    It does not where croniter moved a fire out of the hour that summer time skips: Kubernetes drops that fire.
    """
    return croniter.match(schedule, fire.replace(tzinfo=None))
