"""A job that fails in the way that its argument names. It takes the place of a sample job, see failing-jobs.ts."""

import os
import sys
import time

from pyspark.sql import SparkSession

MEBIBYTE = 1024**2
GIBIBYTE = 1024**3
FOREVER = 600


def fill_memory(_: object = None) -> int:
    return len(bytearray(2 * GIBIBYTE))


def fill_disk(_: object, path: str = "/tmp/rows", size: int = GIBIBYTE * 5 // 4) -> None:
    """Takes more of a volume than it may hold, and waits for Kubernetes to see it."""
    with open(path, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)
        time.sleep(FOREVER)


def fail_alone(failure: str) -> None:
    """What needs no Spark."""
    if failure == "sleep":
        time.sleep(FOREVER)
    elif failure == "memory":
        fill_memory()
    elif failure == "disk":
        fill_disk(None, "rows", 64 * MEBIBYTE)
    elif failure == "error":
        raise ValueError("no rows for 2001-02-30")


def main() -> None:
    failure = sys.argv[1]
    fail_alone(failure)
    with SparkSession.builder.getOrCreate() as spark:
        context = spark.sparkContext
        if failure == "heap":
            context._jvm.java.nio.ByteBuffer.allocate(GIBIBYTE)
        elif failure == "executor-memory":
            context.parallelize([0], 1).map(fill_memory).sum()
        elif failure == "executor-disk":
            context.parallelize([0], 1).foreach(fill_disk)
        print(context.parallelize(range(10), 2).sum())


if __name__ == "__main__":
    main()
