"""A PostgreSQL server of the tests' own, reached by a socket in its own folder only."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path

import psycopg
from spark_platform_job.warehouse import Warehouse

# Debian keeps the server's programs off the PATH.
FOLDERS = os.pathsep.join([os.environ.get("PATH", ""), *sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)])


@contextmanager
def running_warehouse() -> Iterator[Warehouse]:
    """An empty warehouse. Without PostgreSQL its tests are skipped, but fail in CI, where nobody would notice."""
    initdb, postgres = shutil.which("initdb", path=FOLDERS), shutil.which("postgres", path=FOLDERS)
    if not (initdb and postgres):
        message = "There is no PostgreSQL server on this machine. To mend it: apt-get install postgresql"
        raise RuntimeError(message) if os.environ.get("CI") == "true" else unittest.SkipTest(message)
    with tempfile.TemporaryDirectory(prefix="warehouse-") as folder:
        data, options = Path(folder) / "data", owner(folder)
        initialize = [initdb, "-D", data, "--username=warehouse", "--auth=trust", "--no-sync"]
        subprocess.run(initialize, check=True, stdout=subprocess.DEVNULL, **options)
        settings = ["-c", "listen_addresses=", "-c", "fsync=off"]
        server = subprocess.Popen([postgres, "-D", data, "-k", folder, *settings], stderr=subprocess.DEVNULL, **options)
        try:
            warehouse = Warehouse(f"jdbc:postgresql:///postgres?host={folder}", "warehouse", "")
            wait_for(warehouse)
            yield warehouse
        finally:
            # Fast shutdown: SIGTERM would wait for every client to leave.
            server.send_signal(signal.SIGINT)
            server.wait()


def owner(folder: str) -> dict[str, object]:
    """Options that start a program as who may run PostgreSQL, which root may not."""
    if os.geteuid() != 0:
        return {"cwd": folder}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"cwd": folder, "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def wait_for(warehouse: Warehouse) -> None:
    """Returns when the server answers."""
    for _ in range(300):
        try:
            warehouse.connect().close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise TimeoutError("PostgreSQL did not start within 30 s")
