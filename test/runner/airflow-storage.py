"""What Airflow finds by its own settings: the files of its DAG bundle, and with remote logs a log that it stores and reads again."""

from pathlib import Path

from airflow.dag_processing.bundles.manager import DagBundlesManager
from airflow.sdk.log import load_remote_log_handler

LOG = "dag_id=hello/run_id=first/task_id=greet/attempt=1.log"

bundle = DagBundlesManager().get_bundle("dags")
bundle.initialize()
files = sorted(str(file.relative_to(bundle.path)) for file in Path(bundle.path).rglob("*.py"))
print(f"bundle: {type(bundle).__name__} {' '.join(files)}")

if (logs := load_remote_log_handler()) is not None:
    local = Path(logs.base_log_folder, LOG)
    local.parent.mkdir(parents=True)
    for line in ("first line\n", "second line\n"):
        local.write_text(line)
        logs.upload(LOG, None)
    print(f"log: {logs.read(LOG, None)}")
