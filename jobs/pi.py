"""Estimates pi by Monte Carlo: the share of random points of a square that lie in its circle.

Usage: pi.py [PARTITIONS] (default 10; each one is a task of half a million points)
"""

import random
import sys

from pyspark.sql import SparkSession

POINTS_PER_PARTITION = 500_000


def points_inside(seed: int) -> int:
    """How many random points of the square lie in the circle. Seeded, so that a repeated task counts the same."""
    generator = random.Random(seed).random
    return sum(generator() ** 2 + generator() ** 2 < 1 for _ in range(POINTS_PER_PARTITION))


def main() -> None:
    argument = sys.argv[1] if len(sys.argv) > 1 else "10"
    if not argument.isdecimal() or int(argument) < 1:
        sys.exit(f'PARTITIONS is "{argument}", must be a whole number of at least 1.')
    partitions = int(argument)
    with SparkSession.builder.appName("pi").getOrCreate() as spark:
        inside = spark.sparkContext.parallelize(range(partitions), partitions).map(points_inside).sum()
    print(f"Pi is roughly {4 * inside / (partitions * POINTS_PER_PARTITION):.6f}")


if __name__ == "__main__":
    main()
