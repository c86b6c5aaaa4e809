"""Puts the repository's DAGs in front of a real Airflow with a home directory of its own. Import it before anything of Airflow."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

REPOSITORY = Path(__file__).parents[3]
DAGS = REPOSITORY / "dags"

_home = tempfile.mkdtemp(prefix="airflow-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["AIRFLOW_HOME"] = _home
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = str(DAGS)
# DAGs that are wrong on purpose would fill the output with tracebacks.
os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "CRITICAL"
sys.path.insert(0, str(DAGS))
sys.dont_write_bytecode = True

import spark_platform  # noqa: E402
from airflow.dag_processing.dagbag import DagBag  # noqa: E402

TEMPLATE = """
apiVersion: v1
kind: Pod
metadata:
  namespace: spark-analytics
  labels: {spark-role: driver}
  annotations: {spark-platform/retries: "2"}
spec:
  serviceAccountName: spark-driver
  activeDeadlineSeconds: 3600
  containers:
    - name: base
      image: registry.example/spark:1.0
      args: [spark-submit, /opt/jobs/flights.py]
      env:
        - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
"""


class WithJobs(unittest.TestCase):
    """Has a folder of pod templates with the job `flights` in the place of the one that the platform mounts."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.jobs = Path(folder.name)
        (self.jobs / "flights.yaml").write_text(TEMPLATE)
        moved = patch.object(spark_platform, "JOBS", self.jobs)
        moved.start()
        self.addCleanup(moved.stop)

    def dags(self) -> DagBag:
        return DagBag(str(DAGS))
