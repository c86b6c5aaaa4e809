"""Runs that overlap, fail or die, against a real PostgreSQL. In Spark's place an INSERT fills the staging table."""

import io
import time
import unittest
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from unittest.mock import patch
from zoneinfo import ZoneInfo

import context  # noqa: F401  (finds the jobs)
import psycopg
from database import running_warehouse
from psycopg import sql
from spark_platform_job import warehouse as module
from spark_platform_job.warehouse import MonthlyTable, Warehouse

TABLE = MonthlyTable("delays", {"month": "date", "origin": "text", "flights": "bigint NOT NULL"}, ("month", "origin"))
JANUARY, FEBRUARY, MARCH = date(2001, 1, 1), date(2001, 2, 1), date(2001, 3, 1)
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)

warehouse: Warehouse


def setUpModule() -> None:
    global warehouse
    warehouse = unittest.enterModuleContext(running_warehouse())


class MonthlyTableTest(unittest.TestCase):
    def setUp(self) -> None:
        self.database = warehouse.connect()
        self.addCleanup(self.database.close)
        self.database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def stage(self, rows: list[tuple], staging: str | None = None) -> str:
        """What Spark does: makes the staging table and fills it."""
        name = staging or TABLE.staging(NOW)
        table = sql.Identifier(name)
        self.database.execute(sql.SQL("CREATE TABLE {} (month date, origin text, flights bigint)").format(table))
        with self.database.cursor() as cursor:
            cursor.executemany(sql.SQL("INSERT INTO {} VALUES (%s, %s, %s)").format(table), rows)
        return name

    def replace(self, staging: str, first: date = JANUARY, end: date = FEBRUARY) -> int:
        """What the driver does when Spark is done."""
        with warehouse.connect() as connection:
            written = TABLE.replace(connection, staging, first, end)
            TABLE.drop_staging(connection, staging, NOW)
        return written

    def rows(self) -> list[tuple]:
        return self.database.execute("SELECT * FROM delays ORDER BY month, origin").fetchall()

    def tables(self) -> list[str]:
        statement = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        return [name for (name,) in self.database.execute(statement)]


class Replacing(MonthlyTableTest):
    def test_takes_the_place_of_all_rows_of_its_months_and_of_no_others(self):
        self.replace(self.stage([(JANUARY, "ATL", 1), (JANUARY, "ORD", 2), (FEBRUARY, "ATL", 3)]), JANUARY, MARCH)
        self.assertEqual(self.replace(self.stage([(JANUARY, "ATL", 4)])), 1)
        self.assertEqual(self.rows(), [(JANUARY, "ATL", 4), (FEBRUARY, "ATL", 3)])

    def test_counts_rows_once_that_spark_wrote_twice(self):
        self.assertEqual(self.replace(self.stage([(JANUARY, "ATL", 1), (JANUARY, "ATL", 1)])), 1)
        self.assertEqual(self.rows(), [(JANUARY, "ATL", 1)])

    def test_that_fails_half_way_leaves_the_old_rows_and_lets_the_next_run_write(self):
        self.replace(self.stage([(JANUARY, "ATL", 1)]))
        with self.assertRaises(psycopg.errors.UndefinedTable):
            self.replace("delays_staging_dropped_by_somebody")
        self.assertEqual(self.rows(), [(JANUARY, "ATL", 1)])
        self.replace(self.stage([(JANUARY, "ATL", 2)]))
        self.assertEqual(self.rows(), [(JANUARY, "ATL", 2)])


class OverlappingRuns(MonthlyTableTest):
    def test_over_the_same_month_leave_the_table_of_the_later_one(self):
        first = self.stage([(JANUARY, "ATL", 1), (JANUARY, "ORD", 1)])
        second = self.stage([(JANUARY, "ATL", 2)])
        self.replace(second)
        self.assertEqual(self.rows(), [(JANUARY, "ATL", 2)])
        self.replace(first)
        self.assertEqual(self.rows(), [(JANUARY, "ATL", 1), (JANUARY, "ORD", 1)])

    def test_all_succeed_and_leave_the_table_of_one_even_when_it_did_not_exist(self):
        """Runs of January and of February that replace at the same moment, a few times over."""
        for _ in range(5):
            self.database.execute("DROP TABLE IF EXISTS delays")
            runs = [month for month in ((JANUARY, FEBRUARY), (FEBRUARY, MARCH)) for _ in range(4)]
            stagings = [self.stage([(first, "ATL", 1), (first, "ORD", 2)]) for first, _ in runs]
            barrier = Barrier(len(runs))

            def run(staging: str, months: tuple[date, date], barrier: Barrier = barrier) -> int:
                barrier.wait()
                return self.replace(staging, *months)

            with redirect_stdout(io.StringIO()), ThreadPoolExecutor(len(runs)) as pool:
                self.assertEqual(list(pool.map(run, stagings, runs)), [2] * len(runs))
            months = [(month, origin, n) for month in (JANUARY, FEBRUARY) for origin, n in (("ATL", 1), ("ORD", 2))]
            self.assertEqual(self.rows(), months)
            self.assertEqual(self.tables(), ["delays"])

    def test_wait_for_each_other_and_say_so(self):
        staging = self.stage([(JANUARY, "ATL", 1)])
        output = io.StringIO()
        with ThreadPoolExecutor(1) as pool, redirect_stdout(output):
            with warehouse.connect() as other, other.transaction():
                TABLE.lock(other)
                run = pool.submit(self.replace, staging)
                eventually(lambda: output.getvalue() != "")
                self.assertFalse(run.done())
            self.assertEqual(run.result(timeout=10), 1)
        self.assertEqual(output.getvalue(), "Waiting for another run that writes delays\n")

    def test_do_not_wait_for_one_whose_driver_was_killed(self):
        killed = warehouse.connect()
        killed.execute("BEGIN")
        TABLE.lock(killed)
        killed.close()
        self.replace(self.stage([(JANUARY, "ATL", 1)]))
        self.assertEqual(self.rows(), [(JANUARY, "ATL", 1)])


class StagingTables(MonthlyTableTest):
    def test_are_never_shared_and_tell_their_age(self):
        in_berlin = NOW.astimezone(ZoneInfo("Europe/Berlin"))
        self.assertRegex(TABLE.staging(in_berlin), r"^delays_staging_20261122020000_[0-9a-f]{8}$")
        self.assertNotEqual(TABLE.staging(NOW), TABLE.staging(NOW))

    def test_of_killed_drivers_are_dropped_after_a_week(self):
        abandoned = TABLE.staging(NOW - timedelta(days=7, seconds=1))
        young = TABLE.staging(NOW - timedelta(days=7))
        for name in (abandoned, young, "delays_staging_area", "other_staging_20010101000000_00000000"):
            self.stage([], name)
        self.replace(self.stage([]))
        left = ["delays", young, "delays_staging_area", "other_staging_20010101000000_00000000"]
        self.assertEqual(self.tables(), sorted(left))

    def test_may_be_dropped_by_several_runs_at_once(self):
        for _ in range(50):
            self.stage([], TABLE.staging(NOW - timedelta(days=8)))
        with redirect_stdout(io.StringIO()), ThreadPoolExecutor(4) as pool:
            list(pool.map(self.replace, [self.stage([]) for _ in range(4)]))
        self.assertEqual(self.tables(), ["delays"])

    def test_that_a_lost_executor_still_uses_do_not_keep_a_run_from_ending(self):
        staging = self.stage([(JANUARY, "ATL", 1)])
        output = io.StringIO()
        with (
            warehouse.connect() as executor,
            executor.transaction(),
            patch.object(module, "DROP_TIMEOUT", 100),
            redirect_stdout(output),
        ):
            executor.execute(sql.SQL("INSERT INTO {} VALUES ('2001-01-01', 'ATL', 1)").format(sql.Identifier(staging)))
            self.replace(staging)
        self.assertEqual(self.rows(), [(JANUARY, "ATL", 1)])
        self.assertEqual(output.getvalue(), f"The staging table {staging} is still in use; a later run drops it\n")


def eventually(holds: Callable[[], bool]) -> None:
    """Returns when it holds."""
    for _ in range(100):
        if holds():
            return
        time.sleep(0.1)
    raise TimeoutError("nothing happened for 10 s")


if __name__ == "__main__":
    unittest.main()
