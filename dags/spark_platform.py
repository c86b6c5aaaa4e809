"""Runs the platform's Spark jobs as Airflow tasks: ``spark_job("flights")``.

Each job of the platform is mounted into Airflow as a pod template, the same driver pod that its CronJob starts: same image, conf, account and limits.
A DAG only names the job.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.triggers.pod import KubernetesPodTrigger
from airflow.providers.cncf.kubernetes.utils.pod_manager import OnKillAction
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from airflow.utils.state import TaskInstanceState

# One pod template a job, `<job>.yaml`. Set by the platform (AIRFLOW_PATHS.jobs).
JOBS = Path("/opt/airflow/jobs")

# The driver's container and its environment: a contract with the platform (DRIVER_CONTAINER, JOB_ENVIRONMENT).
DRIVER_CONTAINER = "base"
INTERVAL_START = "DATA_INTERVAL_START"
INTERVAL_END = "DATA_INTERVAL_END"

# Annotation of the pod template with the job's `retries` in the platform's settings (ANNOTATIONS.retries).
RETRIES = "spark-platform/retries"

# Nodes may have to be added, and images of a gigabyte pulled, before a driver starts.
STARTUP_TIMEOUT_SECONDS = 900

# How often the triggerer looks at a driver, and how often it copies the driver's log into the task's log.
POLL_SECONDS = 5
LOG_SECONDS = 30


def spark_job(
    job: str,
    *,
    interval_start: str = "{{ data_interval_start.isoformat() }}",
    interval_end: str = "{{ data_interval_end.isoformat() }}",
    env_vars: Mapping[str, str] | None = None,
    **kwargs: Any,
) -> SparkJobOperator:
    """Make the task that runs a Spark job of the platform and waits for its end.

    :param job: name of the job in the platform's settings; also the task's id unless ``task_id`` is given.
    :param interval_start: first moment of the data to process, ISO 8601, templated; without an offset in the job's own time zone.
        Default: the run's data interval.
    :param interval_end: first moment after it, likewise.
    :param env_vars: further environment variables of the driver, templated. Default: none.
    :param kwargs: further arguments of ``BaseOperator`` and ``KubernetesPodOperator``. ``retries`` is that of the job in the platform's settings
        unless given: jobs overwrite their interval as a whole, so trying again is safe, and a task whose worker died finds its running driver again.
    :raises AirflowException: the platform has no such job, or its pod template lacks something; shown as an import error of the DAG.
    """
    template = JOBS / f"{job}.yaml"
    metadata = _metadata(job, template)
    arguments: dict[str, Any] = {
        "task_id": job,
        "name": job,
        "namespace": metadata["namespace"],
        "pod_template_file": str(template),
        "env_vars": {**(env_vars or {}), INTERVAL_START: interval_start, INTERVAL_END: interval_end},
        "retries": int(metadata["annotations"][RETRIES]),
        "retry_delay": timedelta(minutes=1),
        "startup_timeout_seconds": STARTUP_TIMEOUT_SECONDS,
        "poll_interval": POLL_SECONDS,
        "logging_interval": LOG_SECONDS,
        **kwargs,
    }
    return SparkJobOperator(**arguments)


def _metadata(job: str, template: Path) -> dict[str, Any]:
    if not template.is_file():
        known = ", ".join(sorted(path.stem for path in JOBS.glob("*.yaml"))) or "none"
        raise AirflowException(
            f"There is no Spark job {job!r} in this platform; it has: {known}. "
            f"Write one of these, or add {job!r} to `jobs` in the stack's settings and run `pulumi up`."
        )
    metadata = yaml.safe_load(template.read_text())["metadata"]
    missing = [] if metadata.get("namespace") else ["metadata.namespace"]
    if RETRIES not in metadata.get("annotations", {}):
        missing.append(f"metadata.annotations[{RETRIES!r}]")
    if missing:
        raise AirflowException(f"{template}: {', '.join(missing)} missing; the platform writes it, run `pulumi up`.")
    return metadata


class SparkJobOperator(KubernetesPodOperator):
    """A driver pod that outlives Airflow, but not its task.

    While the driver runs, the task waits in the triggerer and holds no worker. Three things may happen meanwhile:

    * Airflow's pod goes (roll-out, eviction): the driver runs on and the next Airflow pod waits for it.
    * A worker is killed in the moments in which it starts the driver or reads its log: the driver runs on and the next try finds it.
    * A user marks the task as failed or successful, clears it, or deletes its DAG run: the driver is deleted, and its executors with it.

    Whatever is missed, the driver ends at the ``activeDeadlineSeconds`` of its template.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "kubernetes_conn_id": None,
                "in_cluster": True,
                "base_container_name": DRIVER_CONTAINER,
                "random_name_suffix": True,
                "deferrable": True,
                "on_finish_action": "delete_pod",
                "log_events_on_failure": True,
                # The driver's last lines then stand in the task's error.
                "termination_message_policy": "FallbackToLogsOnError",
                **kwargs,
            }
        )

    def execute(self, context: Any) -> None:
        """Refuse an interval that ends before it starts, then start the driver."""
        interval = {variable.name: variable.value for variable in self.env_vars}
        try:
            start, end = (datetime.fromisoformat(interval[name]) for name in (INTERVAL_START, INTERVAL_END))
            empty = start >= end
        except ValueError as error:
            raise AirflowFailException(f"The data interval is not made of ISO 8601 dates: {error}") from error
        except TypeError as error:
            raise AirflowFailException(f"The data interval has an offset at one end only: {interval}") from error
        if empty:
            raise AirflowFailException(f"The data interval starts at {start} and ends at {end}: it must end after its start.")
        self.log.info("Data interval: from %s to before %s", start, end)
        super().execute(context)

    def on_kill(self) -> None:
        """Leave the driver alone: a worker cannot tell a user's kill from the end of Airflow's own pod."""
        self.on_kill_action = OnKillAction.KEEP_POD
        super().on_kill()

    def defer(self, *, trigger: KubernetesPodTrigger, **kwargs: Any) -> None:
        """Wait with the trigger below in place of the provider's."""
        _, arguments = trigger.serialize()
        super().defer(trigger=SparkJobTrigger(**arguments), **kwargs)


class SparkJobTrigger(KubernetesPodTrigger):
    """Waits for a driver, and deletes it when a user takes the task away.

    A triggerer takes every trigger that it lost for a user's doing, also one that another triggerer took over because this one had stopped
    answering (a laptop that slept, a starved node). So the task is looked at first: as long as it is deferred, somebody waits for the driver.
    """

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Name this class, so that the triggerer builds it again."""
        _, arguments = super().serialize()
        return f"{__name__}.{type(self).__name__}", arguments

    async def on_kill(self) -> None:
        """Delete the driver unless the task still waits for it."""
        if await self._is_deferred():
            self.log.info("Another triggerer waits for pod %s now", self.pod_name)
            return
        await super().on_kill()

    async def _is_deferred(self) -> bool:
        try:
            return await self.get_task_state() == TaskInstanceState.DEFERRED
        except AirflowException:
            # The task is gone: a user deleted its DAG run. A failed request raises something else and leaves the driver alone.
            return False
