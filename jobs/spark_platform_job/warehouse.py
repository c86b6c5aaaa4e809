"""The warehouse database: Spark writes into a staging table, one transaction puts its rows in place.

Runs may overlap (a backfill, a CronJob, a run by hand), and a driver may be killed at any moment. Two rules keep the
table right all the same:

* Every run stages into a table that no other run has. So neither another run nor executors that outlive their killed
  driver write among its rows.
* The table changes in one transaction under a lock. So the months of a run appear as a whole or not at all, and of two
  runs over the same months the later one stays, as a whole.

What a killed driver leaves behind is its staging table, which a later run drops.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from datetime import date

    from pyspark.sql import DataFrame

# Staging tables older than this are nobody's: drivers have long reached their deadline. A run that did last longer
# would miss its staging table and fail; it would not write wrong rows.
ABANDONED = timedelta(days=7)

# How long to wait for somebody who still uses a staging table, in milliseconds. Leaving it to a later run does no harm.
DROP_TIMEOUT = 5000


class WarehouseError(ValueError):
    """The environment does not tell the warehouse; the message says what is missing."""


@dataclass(frozen=True)
class Warehouse:
    """Address and credentials of the warehouse."""

    url: str
    user: str
    # Not part of repr(), which ends up in logs.
    password: str = field(repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Warehouse:
        """The warehouse that the environment tells. Raises WarehouseError."""
        names = ("WAREHOUSE_URL", "WAREHOUSE_USER", "WAREHOUSE_PASSWORD")
        missing = [name for name in names if not environment.get(name)]
        if missing:
            raise WarehouseError(
                f"{', '.join(missing)} not set: give the job `warehouse: true` in the stack's settings."
            )
        url, user, password = (environment[name] for name in names)
        if not url.startswith("jdbc:postgresql://"):
            raise WarehouseError(f'WAREHOUSE_URL is "{url}", which does not start with jdbc:postgresql://.')
        return cls(url, user, password)

    def connect(self) -> psycopg.Connection:
        """A connection of the driver, which commits each statement that stands outside `connection.transaction()`."""
        # libpq reads the same URL without the prefix.
        url = self.url.removeprefix("jdbc:")
        return psycopg.connect(url, user=self.user, password=self.password, autocommit=True)

    def stage(self, rows: DataFrame, table: str) -> None:
        """Writes rows into a new staging table; executors connect on their own. A table of that name is an error."""
        options = {"url": self.url, "user": self.user, "password": self.password, "driver": "org.postgresql.Driver"}
        rows.write.format("jdbc").options(**options, dbtable=table).mode("error").save()


@dataclass(frozen=True)
class MonthlyTable:
    """A table with one row a key and month in the column `month`, written month by month."""

    name: str
    # Column: type, in the order of the table.
    columns: Mapping[str, str]
    key: tuple[str, ...]

    def staging(self, now: datetime) -> str:
        """Name of a staging table for one run alone: it begins with the time, in UTC, so that names sort by age."""
        return f"{self.name}_staging_{now.astimezone(UTC):%Y%m%d%H%M%S}_{uuid4().hex[:8]}"

    def replace(self, connection: psycopg.Connection, staging: str, first: date, end: date) -> int:
        """Replaces the months from `first` up to `end` (exclusive) by the rows of a staging table, in one transaction.

        Answers with the number of rows. Whoever reads the table meanwhile sees the old rows until the new ones are
        complete; after a failure they stay.
        """
        table, columns = sql.Identifier(self.name), sql.SQL(", ").join(map(sql.Identifier, self.columns))
        with connection.transaction():
            self.lock(connection)
            self.create(connection)
            connection.execute(sql.SQL("DELETE FROM {} WHERE month >= %s AND month < %s").format(table), (first, end))
            # DISTINCT, because Spark repeats a task whose commit went through but whose answer got lost.
            insert = sql.SQL("INSERT INTO {} ({columns}) SELECT DISTINCT {columns} FROM {}")
            return connection.execute(insert.format(table, sql.Identifier(staging), columns=columns)).rowcount

    def lock(self, connection: psycopg.Connection) -> None:
        """Keeps other runs from writing until the end of the transaction; says so when it has to wait for one.

        Not a lock on the table itself, which may not exist yet: of two first runs one would fail to create it.
        """
        function = sql.SQL("SELECT {}(hashtext(%s))")
        attempt = function.format(sql.Identifier("pg_try_advisory_xact_lock"))
        if connection.execute(attempt, [self.name]).fetchone() == (False,):
            print(f"Waiting for another run that writes {self.name}", flush=True)
            connection.execute(function.format(sql.Identifier("pg_advisory_xact_lock")), [self.name])

    def create(self, connection: psycopg.Connection) -> None:
        """Creates the table where it is missing."""
        columns = [sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in self.columns.items()]
        key = sql.SQL("PRIMARY KEY ({})").format(sql.SQL(", ").join(map(sql.Identifier, self.key)))
        connection.execute(
            sql.SQL("CREATE TABLE IF NOT EXISTS {} ({})").format(
                sql.Identifier(self.name), sql.SQL(", ").join([*columns, key])
            )
        )

    def drop_staging(self, connection: psycopg.Connection, staging: str, now: datetime) -> None:
        """Drops a run's staging table, and those that killed drivers have left behind.

        Not in the transaction of `replace`: an executor whose node was lost in the middle of writing keeps its staging
        table from being dropped until the database misses it, which may take hours, and other runs would wait for that.
        """
        prefix = f"{self.name}_staging_"
        abandoned = connection.execute(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = current_schema() AND starts_with(tablename, %s) AND tablename < %s",
            (prefix, f"{prefix}{now.astimezone(UTC) - ABANDONED:%Y%m%d%H%M%S}"),
        ).fetchall()
        for name in [staging, *(row[0] for row in abandoned)]:
            try:
                with connection.transaction():
                    connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(DROP_TIMEOUT))
                    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(name)))
            except psycopg.errors.LockNotAvailable:
                print(f"The staging table {name} is still in use; a later run drops it", flush=True)
