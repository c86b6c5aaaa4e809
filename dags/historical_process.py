"""Processes the flights of the day before, every night, and any stretch of history by hand."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable, Param

from spark_platform import spark_job

DOCUMENTATION = """
### Historical processing

Every night at 00:30 UTC the Spark job `flights` processes the day before.

**To process history again** trigger a run with `from` and `to`, both days in UTC, `to` not included: `{"from": "2001-01-01", "to": "2001-04-01"}` are
the first three months of 2001. A backfill does the same day by day, one day after another. The job overwrites its interval as a whole, so doing it twice changes nothing.
"""


def day(title: str) -> Param:
    return Param(None, type=["null", "string"], format="date", title=title)


with DAG(
    dag_id="historical_process",
    description="Delays per origin airport and month",
    doc_md=DOCUMENTATION,
    # The interval makes a run at 00:30 responsible for the 24 hours before it; a plain cron string would give it an empty interval.
    schedule=CronTriggerTimetable("30 0 * * *", timezone="UTC", interval=timedelta(days=1)),
    # Without a start date the first run is the next one due, and a backfill may reach as far back as there is data.
    start_date=None,
    catchup=False,
    is_paused_upon_creation=False,
    params={"from": day("First day to process"), "to": day("First day not to process")},
    tags=["spark"],
) as dag:
    spark_job(
        "flights",
        interval_start="{{ params['from'] or data_interval_start | ds }}T00:00:00+00:00",
        interval_end="{{ params['to'] or data_interval_end | ds }}T00:00:00+00:00",
        # One driver at a time, in backfills too, which have a `max_active_runs` of their own. Runs side by side would be right, since the job
        # replaces its months as a whole, but those of one month would all compute the same.
        max_active_tis_per_dag=1,
    )
