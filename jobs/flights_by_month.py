"""Flights as Parquet files, a folder for each month, from a bucket to a bucket.

Usage: flights_by_month.py INPUT OUTPUT
  INPUT   Parquet with a column `date`, for example s3a://raw/flights
  OUTPUT  gets a folder month=2001-01-01 and so on, for example s3a://lake/flights_by_month

Writes the months that the run's data interval touches and replaces each as a whole, so a run may be repeated and leaves
other months alone. One after the other, because the committer for S3 cannot replace only those partitions that it
writes. Two runs must not write the same month at once, and who reads a month while it is replaced misses rows: files in
a bucket have no transactions.
"""

import os
import sys
from datetime import date

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from spark_platform_job.interval import IntervalError, data_interval, following_month, months_between


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("flights_by_month: give two paths: INPUT OUTPUT")
    source, target = sys.argv[1:]
    try:
        interval = data_interval(os.environ)
    except IntervalError as error:
        sys.exit(f"flights_by_month: {error}")
    first, end = interval.months()
    print(f"flights_by_month: data interval {interval}, months from {first} up to {end}", flush=True)
    with SparkSession.builder.appName("flights_by_month").getOrCreate() as spark:
        flights = spark.read.parquet(source)
        for month in months_between(first, end):
            flights_of(flights, month).write.mode("overwrite").parquet(f"{target}/month={month}")
        for month, count in counts(spark.read.parquet(target), first, end):
            print(f"flights_by_month: {month}: {count} flights")


def flights_of(flights: DataFrame, month: date) -> DataFrame:
    """Flights by their local departure date, which has no time zone in the file."""
    return flights.where((F.col("date") >= F.lit(month)) & (F.col("date") < F.lit(following_month(month))))


def counts(table: DataFrame, first: date, end: date) -> list[tuple[date, int]]:
    """Flights by month, as they are in the table now."""
    months = table.where((F.col("month") >= F.lit(first)) & (F.col("month") < F.lit(end)))
    return [(row.month, row["count"]) for row in months.groupBy("month").count().orderBy("month").collect()]


if __name__ == "__main__":
    main()
