import test from "ava";

import { type AirflowFacts, judgeAirflow } from "../../../../local/doctor/airflow.js";
import { container, pod } from "./platform-objects.js";

const POD = { name: "airflow-1", namespace: "airflow" };
const WELL: AirflowFacts = {
  deployment: { name: "airflow", namespace: "airflow" },
  pods: [pod(POD, { containerStatuses: [container("api-server"), container("scheduler")] })],
  health: { metadatabase: "healthy", scheduler: "healthy", triggerer: "healthy", dag_processor: "healthy" },
};
const judge = (facts: AirflowFacts) => judgeAirflow(facts, "repair", "kubectl");
const logs = (name: string): string =>
  `kubectl --namespace airflow logs deployment/airflow --container ${name} --tail 50`;
const wrong = (what: string, fix: string) => ({ kind: "wrong" as const, problems: [{ what, fix }] });

test("Airflow is well when all its parts say so", (t) => {
  t.deepEqual(judge(WELL), {
    kind: "ok",
    seen: "metadatabase, scheduler, triggerer, dag_processor are healthy",
  });
});

test("a part that is unwell is named with the log of its container", (t) => {
  t.deepEqual(
    judge({ ...WELL, health: { ...WELL.health, dag_processor: "unhealthy" } }),
    wrong("dag_processor is unhealthy", logs("dag-processor")),
  );
  t.deepEqual(
    judge({ ...WELL, health: { ...WELL.health, triggerer: null } }),
    wrong("triggerer is not running", logs("triggerer")),
  );
  t.deepEqual(
    judge({ ...WELL, health: { ...WELL.health, metadatabase: "unhealthy" } }),
    wrong("metadatabase is unhealthy", logs("api-server")),
  );
});

test("a container that is not ready is named, and may just be starting", (t) => {
  const statuses = [container("api-server"), { ...container("scheduler"), ready: false, restartCount: 4 }];
  t.deepEqual(
    judge({ ...WELL, pods: [pod(POD, { containerStatuses: statuses })] }),
    wrong(
      "Container scheduler is not ready (restarts: 4)",
      `wait five minutes if it has just started; else ${logs("scheduler")}`,
    ),
  );
});

test("Airflow that nobody can ask, that has no pod, or whose Deployment is gone, is not well", (t) => {
  t.deepEqual(
    judge({ ...WELL, health: {}, error: "timed out" }),
    wrong("timed out", `mend the line Database first; else ${logs("api-server")}`),
  );
  t.deepEqual(
    judge({ ...WELL, pods: [], health: {} }),
    wrong("It has no pod", "kubectl --namespace airflow describe replicasets"),
  );
  t.deepEqual(judge({ deployment: undefined, pods: [], health: {} }), wrong("Its Deployment is not there", "repair"));
});
