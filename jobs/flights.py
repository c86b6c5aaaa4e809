"""Delays of flights by origin airport and month, with the airport's city and state: warehouse table `flight_delays`.

Reads /opt/data (npm package vega-datasets). Computes the months that the run's data interval touches and replaces them
as a whole, so a run may be repeated or overlap with another, and a backfill month by month leaves the same table as one
run over all months: every figure is a count, an order statistic or a decimal quotient of whole numbers, none depends on
the order in which rows were added up.
"""

import os
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from psycopg import Connection
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from spark_platform_job.interval import IntervalError, data_interval
from spark_platform_job.warehouse import MonthlyTable, Warehouse, WarehouseError

DATA = Path("/opt/data")

# A flight counts as delayed when it is later than this many minutes.
DELAYED = 15

TABLE = MonthlyTable(
    name="flight_delays",
    columns={
        "month": "date",
        "origin": "text",
        "city": "text",
        "state": "text",
        "flights": "bigint NOT NULL",
        "delayed_share": "numeric(5, 4) NOT NULL",
        "mean_delay": "numeric(9, 2) NOT NULL",
        "median_delay": "bigint NOT NULL",
        "p90_delay": "bigint NOT NULL",
    },
    key=("month", "origin"),
)


def main() -> None:
    try:
        interval = data_interval(os.environ)
        warehouse = Warehouse.of(os.environ)
    except (IntervalError, WarehouseError) as error:
        sys.exit(f"flights: {error}")
    first, end = interval.months()
    print(f"flights: data interval {interval}, months from {first} up to {end}", flush=True)
    staging = TABLE.staging(datetime.now(UTC))
    with SparkSession.builder.appName("flights").getOrCreate() as spark:
        delays = delays_by_month(flights_between(spark, first, end)).join(airports(spark), "origin", "left")
        warehouse.stage(delays.select(*TABLE.columns), staging)
    with warehouse.connect() as connection:
        written = TABLE.replace(connection, staging, first, end)
        print(report(written, top_rows(connection, first, end)))
        TABLE.drop_staging(connection, staging, datetime.now(UTC))


def flights_between(spark: SparkSession, first: date, end: date) -> DataFrame:
    """Flights by their local departure date, which has no time zone in the file."""
    flights = spark.read.parquet(str(DATA / "flights-3m.parquet"))
    return flights.where((F.col("date") >= F.lit(first)) & (F.col("date") < F.lit(end)))


def airports(spark: SparkSession) -> DataFrame:
    """City and state by airport; the file writes NA where it knows none."""
    schema = "iata STRING, name STRING, city STRING, state STRING, country STRING, latitude DOUBLE, longitude DOUBLE"
    file = spark.read.csv(str(DATA / "airports.csv"), schema=schema, header=True, escape='"', nullValue="NA")
    return file.select(F.col("iata").alias("origin"), "city", "state")


def delays_by_month(flights: DataFrame) -> DataFrame:
    """One row for each month and origin. Delays in minutes, early flights count as negative."""
    month = F.trunc(F.to_date("date"), "month").alias("month")
    return flights.groupBy(month, "origin").agg(
        F.count("*").alias("flights"),
        quotient(F.count_if(F.col("delay") > DELAYED)).cast("decimal(5, 4)").alias("delayed_share"),
        quotient(F.sum("delay")).cast("decimal(9, 2)").alias("mean_delay"),
        percentile("0.5").alias("median_delay"),
        percentile("0.9").alias("p90_delay"),
    )


def quotient(total: Column) -> Column:
    """A whole number divided by the number of flights: as decimals, which round the same way everywhere."""
    return total.cast("decimal(18, 0)") / F.count("*").cast("decimal(18, 0)")


def percentile(share: str) -> Column:
    """The smallest delay that at least this share of the flights does not exceed; never a value in between."""
    return F.expr(f"CAST(percentile_disc({share}) WITHIN GROUP (ORDER BY delay) AS BIGINT)")


def top_rows(connection: Connection, first: date, end: date, limit: int = 10) -> list[tuple]:
    """Rows of the months with the most flights."""
    statement = (
        "SELECT * FROM flight_delays WHERE month >= %s AND month < %s ORDER BY flights DESC, month, origin LIMIT %s"
    )
    return connection.execute(statement, (first, end, limit)).fetchall()


def report(written: int, rows: list[tuple]) -> str:
    """What the run did, for people."""
    if not rows:
        return "flights: no flights in these months; they have no rows in flight_delays"
    lines = [list(TABLE.columns), *([cell(value) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    table = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([f"flights: {written} rows written to flight_delays; the busiest:", *table])


def cell(value: str | int | Decimal | date | None) -> str:
    """One value as text."""
    return "" if value is None else str(value)


if __name__ == "__main__":
    main()
