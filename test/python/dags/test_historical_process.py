from __future__ import annotations

import copy
import unittest
from datetime import timedelta

from support import WithJobs

import pendulum
from airflow.exceptions import ParamValidationError
from airflow.ti_deps.dependencies_states import ACTIVE_STATES
from airflow.utils.state import TaskInstanceState


class HistoricalProcess(WithJobs):
    def dag(self):
        return self.dags().dags["historical_process"]

    def interval(self, params: dict[str, str]) -> tuple[str, str]:
        """What the run of the night to 2 January 2026 hands to the job."""
        dag = self.dag()
        chosen = copy.deepcopy(dag.params)
        chosen.update(params)
        task = dag.task_dict["flights"]
        task.render_template_fields(
            {
                "params": chosen.validate(),
                "data_interval_start": pendulum.datetime(2026, 1, 1, 0, 30),
                "data_interval_end": pendulum.datetime(2026, 1, 2, 0, 30),
            }
        )
        values = {variable.name: variable.value for variable in task.env_vars}
        return values["DATA_INTERVAL_START"], values["DATA_INTERVAL_END"]

    def test_every_dag_file_is_imported_without_an_error(self) -> None:
        bag = self.dags()
        self.assertEqual(bag.import_errors, {})
        self.assertEqual(list(bag.dags), ["historical_process"])

    def test_it_runs_the_job_flights_every_night_from_the_next_one_on(self) -> None:
        dag = self.dag()
        self.assertEqual(dag.timetable.expression, "30 0 * * *")
        self.assertEqual(str(dag.timetable.timezone), "UTC")
        self.assertEqual(dag.timetable.interval, timedelta(days=1))
        self.assertFalse(dag.catchup)
        self.assertIsNone(dag.start_date)
        self.assertFalse(dag.is_paused_upon_creation)
        self.assertEqual(list(dag.task_dict), ["flights"])

    def test_one_driver_runs_at_a_time_whether_its_run_is_a_nightly_one_a_backfill_or_by_hand(self) -> None:
        self.assertEqual(self.dag().task_dict["flights"].max_active_tis_per_dag, 1)
        # What Airflow's scheduler counts against that limit: a task that waits for its driver is deferred.
        self.assertIn(TaskInstanceState.DEFERRED, ACTIVE_STATES)

    def test_the_nightly_run_processes_the_day_before(self) -> None:
        self.assertEqual(self.interval({}), ("2026-01-01T00:00:00+00:00", "2026-01-02T00:00:00+00:00"))

    def test_history_is_processed_again_from_one_day_to_before_another(self) -> None:
        self.assertEqual(
            self.interval({"from": "2001-01-01", "to": "2001-04-01"}),
            ("2001-01-01T00:00:00+00:00", "2001-04-01T00:00:00+00:00"),
        )

    def test_a_day_that_does_not_exist_is_refused(self) -> None:
        with self.assertRaisesRegex(ParamValidationError, "param from: '2001-02-30' is not a 'date'"):
            self.interval({"from": "2001-02-30"})


if __name__ == "__main__":
    unittest.main()
