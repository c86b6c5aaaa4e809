"""The table `flight_delays` computed without Spark and without the job's code: what the job is checked against.

Usage: expected_flights.py [--data DIRECTORY] [FIRST END] (months as 2001-01; END is exclusive; default: all there are)
Prints CSV with a header, the columns of the table, ordered by month and origin; an unknown city or state is empty.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

DATA = Path(__file__).parents[3] / "node_modules" / "vega-datasets" / "data"
COLUMNS = ("month", "origin", "city", "state", "flights", "delayed_share", "mean_delay", "median_delay", "p90_delay")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("first", nargs="?", default="0000-00")
    parser.add_argument("end", nargs="?", default="9999-99")
    options = parser.parse_args()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(expected_rows(options.data, options.first, options.end))


def expected_rows(data: Path, first: str, end: str) -> Iterator[tuple]:
    """Rows of the months from `first` up to `end` (exclusive)."""
    places = {row["iata"]: row for row in csv.DictReader((data / "airports.csv").open(encoding="utf-8", newline=""))}
    for (month, origin), delays in sorted(delays_by_month(data / "flights-3m.parquet").items()):
        if first <= month < end:
            place = places.get(origin, {})
            yield (f"{month}-01", origin, known(place.get("city")), known(place.get("state")), *figures(delays))


def delays_by_month(file: Path) -> dict[tuple[str, str], list[int]]:
    """All delays by month (2001-01) and origin."""
    flights = pq.read_table(file, columns=["date", "delay", "origin"])
    months = pc.strftime(flights["date"], format="%Y-%m")
    groups = flights.append_column("month", months).group_by(["month", "origin"]).aggregate([("delay", "list")])
    return {(row["month"], row["origin"]): row["delay_list"] for row in groups.to_pylist()}


def figures(delays: list[int]) -> tuple:
    """Number of flights, share later than 15 minutes, mean, median and 90th percentile."""
    ordered = sorted(delays)
    count = len(ordered)
    late = sum(delay > 15 for delay in ordered)
    return (
        count,
        rounded(late, count, "0.0001"),
        rounded(sum(ordered), count, "0.01"),
        rank(ordered, 5),
        rank(ordered, 9),
    )


def rounded(total: int, count: int, step: str) -> Decimal:
    return (Decimal(total) / Decimal(count)).quantize(Decimal(step), ROUND_HALF_UP)


def rank(ordered: list[int], tenths: int) -> int:
    """The smallest value that at least so many tenths of all values do not exceed."""
    return ordered[(tenths * len(ordered) + 9) // 10 - 1]


def known(place: str | None) -> str:
    """The file writes NA where it knows no place."""
    return "" if place in (None, "NA") else place


if __name__ == "__main__":
    main()
