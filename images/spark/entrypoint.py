#!/usr/bin/env python3
"""Entry point of the Spark image.

`executor`, which Spark's Kubernetes backend gives to the pods that it starts, becomes the executor's JVM. Everything
else is a command to run.
Source of the variables and options: `BasicExecutorFeatureStep` and `KubernetesExecutorBackend` of Spark 4.1.
"""

import os
import re
import sys
from collections.abc import Mapping

BACKEND = "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend"

# Option of the backend: variable that Spark sets on the executor's container.
OPTIONS = {
    "--driver-url": "SPARK_DRIVER_URL",
    "--executor-id": "SPARK_EXECUTOR_ID",
    "--cores": "SPARK_EXECUTOR_CORES",
    "--app-id": "SPARK_APPLICATION_ID",
    "--hostname": "SPARK_EXECUTOR_POD_IP",
    "--resourceProfileId": "SPARK_RESOURCE_PROFILE_ID",
    "--podName": "SPARK_EXECUTOR_POD_NAME",
}
MEMORY = "SPARK_EXECUTOR_MEMORY"


def executor_command(environment: Mapping[str, str]) -> list[str]:
    """The command of an executor's JVM. Exits with every variable that is missing."""
    missing = [variable for variable in (*OPTIONS.values(), MEMORY) if not environment.get(variable)]
    if missing:
        sys.exit(
            f"executor: {', '.join(missing)} not set. Spark's driver sets them on the executor pods that it starts; "
            "to run something else in this image, give its command."
        )
    spark_home = environment["SPARK_HOME"]
    classpath = [environment.get("SPARK_CONF_DIR", f"{spark_home}/conf"), f"{spark_home}/jars/*"]
    if environment.get("SPARK_CLASSPATH"):
        classpath.insert(0, environment["SPARK_CLASSPATH"])
    heap = environment[MEMORY]
    options = [word for option, variable in OPTIONS.items() for word in (option, environment[variable])]
    return [
        "java",
        *java_options(environment),
        f"-Xms{heap}",
        f"-Xmx{heap}",
        "-cp",
        ":".join(classpath),
        BACKEND,
        *options,
    ]


def java_options(environment: Mapping[str, str]) -> list[str]:
    """Spark hands over each Java option in a numbered variable, because an option may contain blanks."""
    numbered = ((re.fullmatch(r"SPARK_JAVA_OPT_(\d+)", name), value) for name, value in environment.items())
    return [value for _, value in sorted((int(match[1]), value) for match, value in numbered if match)]


def main() -> None:
    arguments = sys.argv[1:]
    if not arguments:
        sys.exit("Nothing to run: give `executor` or a command such as `spark-submit /opt/jobs/pi.py`.")
    command = executor_command(os.environ) if arguments == ["executor"] else arguments
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


if __name__ == "__main__":
    main()
