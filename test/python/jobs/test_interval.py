"""Which data interval a run gets. Run: python -m unittest discover --start-directory test/python/jobs"""

import unittest
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import context  # noqa: F401  (finds the jobs)
from croniter import croniter
from spark_platform_job.interval import Interval, IntervalError, data_interval, months_between

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def cron_job(schedule: str, scheduled: datetime, zone: str = "UTC", name: str = "flights") -> dict[str, str]:
    """Environment of a run that the CronJob controller started."""
    minutes = (scheduled - EPOCH) // timedelta(minutes=1)
    return {"JOB_NAME": f"{name}-{minutes}", "JOB_SCHEDULE": schedule, "JOB_TIME_ZONE": zone}


def given(start: str, end: str, **more: str) -> dict[str, str]:
    return {"DATA_INTERVAL_START": start, "DATA_INTERVAL_END": end, **more}


class GivenInterval(unittest.TestCase):
    def test_is_taken_as_it_is_even_under_a_cron_job(self):
        environment = cron_job("0 2 * * *", datetime(2026, 11, 22, 2, tzinfo=UTC)) | given(
            "2001-01-01T00:00:00+00:00", "2001-02-01T00:00:00Z"
        )
        self.assertEqual(
            data_interval(environment), Interval(datetime(2001, 1, 1, tzinfo=UTC), datetime(2001, 2, 1, tzinfo=UTC))
        )

    def test_is_told_in_the_time_zone_of_the_job(self):
        interval = data_interval(
            given("2001-01-01T05:00:00Z", "2001-01-02T05:00:00Z", JOB_TIME_ZONE="America/New_York")
        )
        self.assertEqual(str(interval), "2001-01-01T00:00:00-05:00 to 2001-01-02T00:00:00-05:00")

    def test_of_bare_days_are_days_of_the_job(self):
        days = given("2001-01-01", "2001-02-01")
        self.assertEqual(str(data_interval(days)), "2001-01-01T00:00:00+00:00 to 2001-02-01T00:00:00+00:00")
        for zone, interval in {
            "UTC": "2001-01-01T00:00:00+00:00 to 2001-02-01T00:00:00+00:00",
            "America/New_York": "2001-01-01T00:00:00-05:00 to 2001-02-01T00:00:00-05:00",
            "Asia/Tokyo": "2001-01-01T00:00:00+09:00 to 2001-02-01T00:00:00+09:00",
        }.items():
            with self.subTest(zone=zone):
                self.assertEqual(str(data_interval(days | {"JOB_TIME_ZONE": zone})), interval)

    def test_of_a_day_on_which_summer_time_begins_has_23_hours(self):
        interval = data_interval(given("2026-03-29", "2026-03-30", JOB_TIME_ZONE="Europe/Berlin"))
        self.assertEqual(str(interval), "2026-03-29T00:00:00+01:00 to 2026-03-30T00:00:00+02:00")

    def test_of_times_without_offset_are_times_of_the_job(self):
        interval = data_interval(
            given("2001-01-01T06:30:00", "2001-01-02T00:00:00Z", JOB_TIME_ZONE="America/New_York")
        )
        self.assertEqual(str(interval), "2001-01-01T06:30:00-05:00 to 2001-01-01T19:00:00-05:00")

    def test_may_lie_in_the_hour_that_summer_time_gives_back(self):
        interval = data_interval(
            given("2026-10-25T02:45:00+02:00", "2026-10-25T02:15:00+01:00", JOB_TIME_ZONE="Europe/Berlin")
        )
        self.assertEqual(str(interval), "2026-10-25T02:45:00+02:00 to 2026-10-25T02:15:00+01:00")


class CronJobInterval(unittest.TestCase):
    def test_reaches_from_the_previous_fire_to_the_scheduled_one(self):
        interval = data_interval(cron_job("0 2 * * *", datetime(2026, 11, 22, 2, tzinfo=UTC), name="daily-orders-2"))
        self.assertEqual(str(interval), "2026-11-21T02:00:00+00:00 to 2026-11-22T02:00:00+00:00")

    def test_follows_the_clock_of_the_time_zone(self):
        interval = data_interval(cron_job("0 2 * * 1", datetime(2026, 11, 2, 7, tzinfo=UTC), "America/New_York"))
        self.assertEqual(str(interval), "2026-10-26T02:00:00-04:00 to 2026-11-02T02:00:00-05:00")

    def test_leaves_out_a_fire_in_the_hour_that_summer_time_skips(self):
        interval = data_interval(cron_job("30 2 * * *", datetime(2026, 3, 30, 0, 30, tzinfo=UTC), "Europe/Berlin"))
        self.assertEqual(str(interval), "2026-03-28T02:30:00+01:00 to 2026-03-30T02:30:00+02:00")

    def test_counts_both_fires_of_the_hour_that_summer_time_gives_back(self):
        interval = data_interval(cron_job("30 2 * * *", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Berlin"))
        self.assertEqual(str(interval), "2026-10-25T02:30:00+02:00 to 2026-10-25T02:30:00+01:00")

    def test_starts_at_the_last_minute_before_it_that_matches_the_schedule(self):
        """Intervals that follow each other leave no gap: checked against every minute around changes of the clock."""
        for schedule in ("30 2 * * *", "*/20 1-3 * * *"):
            for zone, change in (("Europe/Berlin", (2026, 3, 29)), ("America/New_York", (2026, 11, 1))):
                fires = matching_minutes(schedule, datetime(*change, tzinfo=UTC), ZoneInfo(zone))
                for start, scheduled in pairwise(fires):
                    with self.subTest(schedule=schedule, zone=zone, scheduled=scheduled):
                        interval = data_interval(cron_job(schedule, scheduled, zone))
                        self.assertEqual(interval.start.astimezone(UTC), start)


def matching_minutes(schedule: str, change: datetime, zone: ZoneInfo) -> list[datetime]:
    """Minutes at which the clock matches, from the day before a change of the clock to two days after it."""
    minutes = (change + timedelta(minutes=minute) for minute in range(-24 * 60, 48 * 60))
    return [minute for minute in minutes if croniter.match(schedule, minute.astimezone(zone).replace(tzinfo=None))]


class Months(unittest.TestCase):
    def months(self, start: str, end: str, zone: str = "UTC") -> tuple[date, date]:
        return data_interval(given(start, end, JOB_TIME_ZONE=zone)).months()

    def test_of_a_day_are_its_whole_month(self):
        months = self.months("2001-02-10T00:00:00Z", "2001-02-11T00:00:00Z")
        self.assertEqual(months, (date(2001, 2, 1), date(2001, 3, 1)))

    def test_of_whole_months_are_just_these(self):
        months = self.months("2001-01-01T00:00:00Z", "2001-07-01T00:00:00Z")
        self.assertEqual(months, (date(2001, 1, 1), date(2001, 7, 1)))

    def test_of_an_interval_over_new_year_are_december_and_january(self):
        months = self.months("2000-12-31T23:00:00Z", "2001-01-01T00:00:01Z")
        self.assertEqual(months, (date(2000, 12, 1), date(2001, 2, 1)))

    def test_are_counted_up_to_the_end_and_without_it(self):
        months = list(months_between(date(2000, 11, 1), date(2001, 2, 1)))
        self.assertEqual(months, [date(2000, 11, 1), date(2000, 12, 1), date(2001, 1, 1)])
        self.assertEqual(list(months_between(date(2001, 1, 1), date(2001, 1, 1))), [])

    def test_of_bare_days_are_those_of_the_days_in_any_time_zone(self):
        for zone in ("UTC", "America/New_York", "Pacific/Auckland"):
            with self.subTest(zone=zone):
                self.assertEqual(self.months("2001-01-01", "2001-02-01", zone), (date(2001, 1, 1), date(2001, 2, 1)))

    def test_are_those_of_the_time_zone(self):
        months = self.months("2001-02-01T05:00:00Z", "2001-03-01T05:00:00Z", "America/New_York")
        self.assertEqual(months, (date(2001, 2, 1), date(2001, 3, 1)))


class WrongEnvironment(unittest.TestCase):
    def message(self, environment: dict[str, str]) -> str:
        with self.assertRaises(IntervalError) as raised:
            data_interval(environment)
        return str(raised.exception)

    def test_without_any_interval_tells_how_to_give_one(self):
        self.assertEqual(
            self.message({"JOB_NAME": "flights-by-hand", "JOB_SCHEDULE": "0 2 * * *"}),
            "No data interval: DATA_INTERVAL_START and DATA_INTERVAL_END are not set, and JOB_NAME "
            '"flights-by-hand" does not end in the scheduled time of a CronJob. '
            "To run by hand: npm run job -- NAME --from 2001-01-01 --to 2001-02-01.",
        )

    def test_with_half_an_interval_names_the_other_half(self):
        self.assertEqual(
            self.message(given("2001-01-01", "")),
            'DATA_INTERVAL_END is "", which is no ISO 8601 day or time '
            "such as 2001-01-01 or 2001-01-01T00:00:00+00:00. "
            "DATA_INTERVAL_START and DATA_INTERVAL_END go together.",
        )

    def test_with_a_day_that_does_not_exist_names_it(self):
        self.assertTrue(
            self.message(given("2001-02-30", "2001-03-01")).startswith(
                'DATA_INTERVAL_START is "2001-02-30", which is no ISO 8601 day or time'
            )
        )

    def test_with_an_empty_interval_points_to_airflows_timetable(self):
        self.assertEqual(
            self.message(given("2001-01-01T00:00:00Z", "2001-01-01T00:00:00Z")),
            "The data interval 2001-01-01T00:00:00+00:00 to 2001-01-01T00:00:00+00:00 is empty: DATA_INTERVAL_START "
            "must lie before DATA_INTERVAL_END. "
            "(Airflow: give the DAG's timetable an interval; a plain cron schedule has an empty one.)",
        )

    def test_with_an_unknown_time_zone_names_it(self):
        for zone in ("Europe/Nowhere", "../UTC", "Europe"):
            with self.subTest(zone=zone):
                self.assertEqual(
                    self.message({"JOB_TIME_ZONE": zone}),
                    f'JOB_TIME_ZONE is "{zone}", which is no IANA time zone such as Europe/Berlin.',
                )

    def test_with_a_wrong_schedule_names_it(self):
        for schedule in ("", "0 2 * *", "0 2 30 2 *"):
            with self.subTest(schedule=schedule):
                self.assertEqual(
                    self.message(cron_job(schedule, datetime(2026, 11, 22, 2, tzinfo=UTC))),
                    f'JOB_SCHEDULE is "{schedule}", which is no cron schedule that has fired before.',
                )


if __name__ == "__main__":
    unittest.main()
