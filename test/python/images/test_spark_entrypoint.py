"""What the Spark image starts. Run: python -m unittest discover --start-directory test/python/images"""

import importlib.util
import subprocess
import sys
import unittest
from pathlib import Path

ENTRYPOINT = Path(__file__).parents[3] / "images" / "spark" / "entrypoint.py"

# As Spark's Kubernetes backend sets it on an executor.
EXECUTOR = {
    "SPARK_HOME": "/opt/spark",
    "SPARK_DRIVER_URL": "spark://CoarseGrainedScheduler@10.0.0.1:7078",
    "SPARK_EXECUTOR_ID": "1",
    "SPARK_EXECUTOR_CORES": "2",
    "SPARK_EXECUTOR_MEMORY": "512m",
    "SPARK_APPLICATION_ID": "spark-1",
    "SPARK_EXECUTOR_POD_IP": "10.0.0.2",
    "SPARK_EXECUTOR_POD_NAME": "pi-exec-1",
    "SPARK_RESOURCE_PROFILE_ID": "0",
    "SPARK_CONF_DIR": "/opt/spark/conf",
    "SPARK_JAVA_OPT_10": "-Dlast=a value with blanks",
    "SPARK_JAVA_OPT_2": "-Dfirst=1",
}


def executor_command(environment: dict[str, str]) -> list[str]:
    specification = importlib.util.spec_from_file_location("entrypoint", ENTRYPOINT)
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.executor_command(environment)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ENTRYPOINT, *arguments], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True
    )


class Executor(unittest.TestCase):
    def test_starts_the_backend_with_what_the_driver_told(self):
        self.assertEqual(
            executor_command(EXECUTOR),
            [
                *("java", "-Dfirst=1", "-Dlast=a value with blanks", "-Xms512m", "-Xmx512m"),
                *("-cp", "/opt/spark/conf:/opt/spark/jars/*"),
                "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend",
                *("--driver-url", "spark://CoarseGrainedScheduler@10.0.0.1:7078"),
                *("--executor-id", "1", "--cores", "2", "--app-id", "spark-1", "--hostname", "10.0.0.2"),
                *("--resourceProfileId", "0", "--podName", "pi-exec-1"),
            ],
        )

    def test_finds_the_classes_that_the_job_adds_first(self):
        command = executor_command(EXECUTOR | {"SPARK_CLASSPATH": "/opt/jobs/extra.jar"})
        self.assertIn("/opt/jobs/extra.jar:/opt/spark/conf:/opt/spark/jars/*", command)

    def test_names_every_variable_that_is_missing(self):
        with self.assertRaises(SystemExit) as raised:
            executor_command(
                {
                    name: value
                    for name, value in EXECUTOR.items()
                    if name not in ("SPARK_DRIVER_URL", "SPARK_EXECUTOR_MEMORY")
                }
            )
        self.assertEqual(
            raised.exception.code,
            "executor: SPARK_DRIVER_URL, SPARK_EXECUTOR_MEMORY not set. "
            "Spark's driver sets them on the executor pods that it starts; "
            "to run something else in this image, give its command.",
        )


class Command(unittest.TestCase):
    def test_runs_as_it_is_and_passes_on_its_exit_code(self):
        result = run("sh", "-c", "echo $1; exit 3", "sh", "two words")
        self.assertEqual((result.stdout, result.returncode), ("two words\n", 3))

    def test_that_does_not_exist_is_named(self):
        result = run("no-such-command")
        self.assertEqual((result.stderr, result.returncode), ("no-such-command: No such file or directory\n", 1))

    def test_that_is_missing_is_asked_for(self):
        result = run()
        self.assertEqual(
            (result.stderr, result.returncode),
            ("Nothing to run: give `executor` or a command such as `spark-submit /opt/jobs/pi.py`.\n", 1),
        )


if __name__ == "__main__":
    unittest.main()
