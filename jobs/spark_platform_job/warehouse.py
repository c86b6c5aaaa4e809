"""The warehouse database: Spark writes into a staging table, one transaction puts its rows in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from datetime import date

    from pyspark.sql import DataFrame


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
        """A connection of the driver. libpq reads the same URL without the prefix."""
        return psycopg.connect(self.url.removeprefix("jdbc:"), user=self.user, password=self.password)

    def stage(self, rows: DataFrame, table: str) -> None:
        """Writes rows into a fresh staging table; executors connect on their own."""
        options = {"url": self.url, "user": self.user, "password": self.password, "driver": "org.postgresql.Driver"}
        rows.write.format("jdbc").options(**options, dbtable=table).mode("overwrite").save()


@dataclass(frozen=True)
class MonthlyTable:
    """A table with one row a key and month in the column `month`, written month by month."""

    name: str
    # Column: type, in the order of the table.
    columns: Mapping[str, str]
    key: tuple[str, ...]

    def staging(self, first: date, end: date) -> str:
        """Staging table of the months from `first` up to `end` (exclusive); a second try overwrites the first one's."""
        return f"{self.name}_staging_{first:%Y%m}_{end:%Y%m}"

    def replace(self, connection: psycopg.Connection, first: date, end: date) -> int:
        """Replaces the months by the rows of their staging table, in one transaction. Answers with the number of rows.

        Whoever reads the table meanwhile sees the old rows until the new ones are complete; after a failure they stay.
        """
        table, staging = sql.Identifier(self.name), sql.Identifier(self.staging(first, end))
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        with connection.transaction():
            self.create(connection)
            # Readers go on, a second writer waits: two overlapping runs would both insert.
            connection.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(table))
            connection.execute(sql.SQL("DELETE FROM {} WHERE month >= %s AND month < %s").format(table), (first, end))
            # DISTINCT, because Spark repeats a task whose commit went through but whose answer got lost.
            insert = sql.SQL("INSERT INTO {table} ({columns}) SELECT DISTINCT {columns} FROM {staging}")
            written = connection.execute(insert.format(table=table, columns=columns, staging=staging)).rowcount
            connection.execute(sql.SQL("DROP TABLE {}").format(staging))
        return written

    def create(self, connection: psycopg.Connection) -> None:
        """Creates the table where it is missing."""
        columns = [sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in self.columns.items()]
        key = sql.SQL("PRIMARY KEY ({})").format(sql.SQL(", ").join(map(sql.Identifier, self.key)))
        connection.execute(
            sql.SQL("CREATE TABLE IF NOT EXISTS {} ({})").format(
                sql.Identifier(self.name), sql.SQL(", ").join([*columns, key])
            )
        )
