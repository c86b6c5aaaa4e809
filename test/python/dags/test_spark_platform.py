from __future__ import annotations

import asyncio
import importlib
import re
import unittest
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from unittest.mock import AsyncMock, Mock, patch

from support import REPOSITORY, WithJobs

import pendulum
import spark_platform
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.triggers.pod import KubernetesPodTrigger
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowRuntimeError, TaskDeferred
from airflow.sdk.execution_time.comms import ErrorResponse
from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance
from airflow.utils.state import TaskInstanceState
from kubernetes.client import models as k8s
from spark_platform import SparkJobTrigger, spark_job

RUN = {
    "data_interval_start": pendulum.datetime(2026, 1, 1, 0, 30),
    "data_interval_end": pendulum.datetime(2026, 1, 2, 0, 30),
}


class SparkJob(WithJobs):
    def test_the_pod_is_the_platforms_template_with_the_runs_data_interval(self) -> None:
        task = spark_job("flights")
        task.render_template_fields(dict(RUN))
        pod = task.build_pod_request_obj(dry_run=True)
        driver = pod.spec.containers[0]
        self.assertRegex(pod.metadata.name, r"^flights-[a-z0-9]{8}$")
        self.assertEqual(pod.metadata.namespace, "spark-analytics")
        self.assertEqual(pod.metadata.labels["spark-role"], "driver")
        self.assertEqual(pod.spec.service_account_name, "spark-driver")
        self.assertEqual(pod.spec.active_deadline_seconds, 3600)
        self.assertEqual(driver.name, "base")
        self.assertEqual(driver.image, "registry.example/spark:1.0")
        self.assertEqual(driver.args, ["spark-submit", "/opt/jobs/flights.py"])
        self.assertEqual(driver.termination_message_policy, "FallbackToLogsOnError")
        self.assertEqual(
            [(variable.name, variable.value) for variable in driver.env],
            [
                ("POD_IP", None),
                ("DATA_INTERVAL_START", "2026-01-01T00:30:00+00:00"),
                ("DATA_INTERVAL_END", "2026-01-02T00:30:00+00:00"),
            ],
        )

    def test_the_task_waits_in_the_triggerer_with_time_for_a_node_to_start(self) -> None:
        task = spark_job("flights")
        self.assertEqual(task.task_id, "flights")
        self.assertTrue(task.in_cluster)
        self.assertIsNone(task.kubernetes_conn_id)
        self.assertTrue(task.deferrable)
        self.assertFalse(task.do_xcom_push)
        self.assertEqual(task.startup_timeout_seconds, 900)
        self.assertEqual(task.schedule_timeout_seconds, 900)
        self.assertEqual(task.logging_interval, 30)

    def test_the_task_is_tried_again_as_often_as_the_jobs_settings_say(self) -> None:
        task = spark_job("flights")
        self.assertEqual(task.retries, 2)
        self.assertEqual(task.retry_delay, timedelta(minutes=1))

    def test_arguments_of_the_operator_can_be_given(self) -> None:
        task = spark_job("flights", task_id="january", retries=3, startup_timeout_seconds=60)
        self.assertEqual((task.task_id, task.name, task.retries), ("january", "flights", 3))
        self.assertEqual(task.startup_timeout_seconds, 60)

    def test_further_environment_variables_stand_beside_the_data_interval(self) -> None:
        task = spark_job("flights", env_vars={"AIRPORT": "{{ airport }}"})
        task.render_template_fields({**RUN, "airport": "ORD"})
        self.assertEqual(
            [(variable.name, variable.value) for variable in task.env_vars],
            [
                ("AIRPORT", "ORD"),
                ("DATA_INTERVAL_START", "2026-01-01T00:30:00+00:00"),
                ("DATA_INTERVAL_END", "2026-01-02T00:30:00+00:00"),
            ],
        )

    def test_a_job_that_the_platform_does_not_have_is_an_import_error_that_says_what_to_do(self) -> None:
        with self.assertRaisesRegex(
            AirflowException,
            "^There is no Spark job 'orders' in this platform; it has: flights. Write one of these, "
            "or add 'orders' to `jobs` in the stack's settings and run `pulumi up`.$",
        ):
            spark_job("orders")

    def test_the_dag_shows_that_import_error(self) -> None:
        (self.jobs / "flights.yaml").unlink()
        errors = self.dags().import_errors
        self.assertEqual([Path(path).name for path in errors], ["historical_process.py"])
        self.assertIn("There is no Spark job 'flights' in this platform; it has: none.", *errors.values())

    def test_a_template_that_lacks_something_is_an_import_error_that_says_what_to_do(self) -> None:
        template = self.jobs / "flights.yaml"
        for metadata, missing in [
            ("{}", "metadata.namespace, metadata.annotations['spark-platform/retries']"),
            ("{namespace: spark-analytics, annotations: {}}", "metadata.annotations['spark-platform/retries']"),
            ("{annotations: {spark-platform/retries: '0'}}", "metadata.namespace"),
        ]:
            with self.subTest(metadata=metadata):
                template.write_text(f"metadata: {metadata}\n")
                with self.assertRaises(AirflowException) as raised:
                    spark_job("flights")
                self.assertEqual(
                    str(raised.exception), f"{template}: {missing} missing; the platform writes it, run `pulumi up`."
                )

    def test_the_helper_uses_the_platforms_words(self) -> None:
        words = (REPOSITORY / "vocabulary.ts").read_text()
        for pattern, value in [
            (r'DRIVER_CONTAINER = "(.*?)"', spark_platform.DRIVER_CONTAINER),
            (r'intervalStart: "(.*?)"', spark_platform.INTERVAL_START),
            (r'intervalEnd: "(.*?)"', spark_platform.INTERVAL_END),
            (r'PROJECT = "(.*?)"', spark_platform.RETRIES.split("/")[0]),
            (r"retries: `\$\{PROJECT\}/(.*?)`", spark_platform.RETRIES.split("/")[1]),
            (r'AIRFLOW_PATHS = .*jobs: "(.*?)"', "/opt/airflow/jobs"),
        ]:
            self.assertEqual(re.search(pattern, words)[1], value)


class DataInterval(WithJobs):
    def execute(self, start: str, end: str) -> None:
        task = spark_job("flights", interval_start=start, interval_end=end)
        task.render_template_fields({})
        with patch.object(KubernetesPodOperator, "execute"):
            task.execute({})

    def test_an_interval_that_ends_after_its_start_is_accepted(self) -> None:
        self.execute("2001-01-01T00:00:00+00:00", "2001-02-01T00:00:00+00:00")

    def test_bare_days_are_accepted(self) -> None:
        self.execute("2001-01-01", "2001-02-01")

    def test_an_offset_at_one_end_only_is_refused_before_a_driver_starts(self) -> None:
        with self.assertRaisesRegex(AirflowFailException, "an offset at one end only: .*'2001-01-01'"):
            self.execute("2001-01-01", "2001-02-01T00:00:00+00:00")

    def test_an_empty_interval_is_refused_before_a_driver_starts(self) -> None:
        with self.assertRaisesRegex(AirflowFailException, "must end after its start"):
            self.execute("2001-01-01T00:00:00+00:00", "2001-01-01T00:00:00+00:00")

    def test_something_else_than_a_date_is_refused_before_a_driver_starts(self) -> None:
        with self.assertRaisesRegex(AirflowFailException, "not made of ISO 8601 dates: .*yesterday"):
            self.execute("yesterday", "2001-01-01T00:00:00+00:00")


class Killing(WithJobs):
    def trigger(self) -> SparkJobTrigger:
        """The trigger as the triggerer gets it: deferred by the operator, serialized and built again."""
        given = KubernetesPodTrigger(
            pod_name="flights-1",
            pod_namespace="spark-analytics",
            trigger_start_time=datetime.now(tz=timezone.utc),
            base_container_name="base",
            in_cluster=True,
            logging_interval=30,
        )
        with self.assertRaises(TaskDeferred) as deferred:
            spark_job("flights").defer(trigger=given, method_name="trigger_reentry", timeout=timedelta(hours=1))
        self.assertEqual(deferred.exception.method_name, "trigger_reentry")
        self.assertEqual(deferred.exception.timeout, timedelta(hours=1))
        path, arguments = deferred.exception.trigger.serialize()
        self.assertEqual(path, "spark_platform.SparkJobTrigger")
        self.assertEqual(arguments, given.serialize()[1])
        module, name = path.split(".")
        return getattr(importlib.import_module(module), name)(**arguments)

    def deleted(self, state: TaskInstanceState | None) -> list[str]:
        """Pods that the trigger deletes when the triggerer takes it for killed and the task is in this state."""
        return self.deleted_when({"nightly": {"flights": state}})

    def deleted_when(self, answer: object) -> list[str]:
        """The same for what Airflow answers, or fails with, when it is asked for the task."""
        trigger = self.trigger()
        task = Mock(dag_id="historical_process", run_id="nightly", task_id="flights", map_index=-1)
        trigger.hook = Mock(delete_pod=AsyncMock())
        with (
            patch.object(SparkJobTrigger, "task_instance", task),
            patch.object(RuntimeTaskInstance, "get_task_states", side_effect=[answer]),
            # The triggerer logs what on_kill raises.
            suppress(AirflowRuntimeError),
        ):
            asyncio.run(trigger.on_kill())
        return [call.kwargs["name"] for call in trigger.hook.delete_pod.await_args_list]

    def test_a_task_that_a_user_ends_takes_its_driver_with_it(self) -> None:
        self.assertEqual(self.deleted(TaskInstanceState.FAILED), ["flights-1"])
        self.assertEqual(self.deleted(TaskInstanceState.SUCCESS), ["flights-1"])

    def test_a_task_that_a_user_clears_takes_its_driver_with_it(self) -> None:
        self.assertEqual(self.deleted(None), ["flights-1"])

    def test_a_task_whose_dag_run_a_user_deletes_takes_its_driver_with_it(self) -> None:
        self.assertEqual(self.deleted_when({}), ["flights-1"])

    def test_a_driver_is_left_alone_when_airflow_cannot_tell_the_tasks_state(self) -> None:
        self.assertEqual(self.deleted_when(AirflowRuntimeError(ErrorResponse())), [])

    def test_a_driver_that_another_triggerer_waits_for_is_left_alone(self) -> None:
        self.assertEqual(self.deleted(TaskInstanceState.DEFERRED), [])

    def test_a_worker_that_is_killed_leaves_its_driver_alone(self) -> None:
        task = spark_job("flights")
        task.pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(name="flights-1", namespace="spark-analytics"))
        task.client = Mock()
        task.on_kill()
        task.client.delete_namespaced_pod.assert_not_called()


if __name__ == "__main__":
    unittest.main()
