/** Airflow as its users meet it: login, DAGs, a run of `historical_process`, and a run that survives the end of Airflow's pod. */
import test from "ava";

import { AirflowApi, airflowAddress, logIn, password } from "../runner/airflow.js";
import { eventually, testKubectl } from "../runner/kubectl.js";
import { podsFromNow, type SparkPod } from "../runner/spark-pods.js";
import { whileFlightsWaits } from "../runner/warehouse.js";

const DAG = "historical_process";

/** The driver of a run, once it has executors. */
async function driverAtWork(pods: () => Promise<SparkPod[]>): Promise<SparkPod> {
  return eventually("a driver with executors", 300, async () => {
    const running = (await pods()).filter(({ phase }) => phase === "Running");
    return running.some(({ role }) => role === "executor") ? running.find(({ role }) => role === "driver") : undefined;
  });
}

async function noneLeft(pods: () => Promise<SparkPod[]>): Promise<void> {
  await eventually("the end of driver and executors", 300, async () =>
    (await pods()).length === 0 ? true : undefined,
  );
}

async function deferred(api: AirflowApi, run: string): Promise<void> {
  await eventually("the deferred task", 300, async () =>
    (await api.taskInstance(DAG, run, "flights")).state === "deferred" ? true : undefined,
  );
}

/** The run's state once it is over. */
async function endOf(api: AirflowApi, run: string): Promise<string> {
  return eventually(`the end of run ${run}`, 600, async () => {
    const state = await api.runState(DAG, run);
    return state === "success" || state === "failed" ? state : undefined;
  });
}

test("nobody gets in without the password", async (t) => {
  t.is((await fetch(`${airflowAddress()}/api/v2/dags`)).status, 401);
  t.is((await logIn("admin", "admin")).status, 401);
  t.is((await logIn("admin", `${await password()}x`)).status, 401);
  t.is((await logIn("admin", await password())).status, 201);
});

test("the DAGs are there and none has an import error", async (t) => {
  const api = await AirflowApi.logIn();
  t.deepEqual(await api.call("importErrors"), { import_errors: [], total_entries: 0 });
  const { dags } = await api.call<{ dags: { dag_id: string }[] }>("dags");
  t.deepEqual(
    dags.map(({ dag_id }) => dag_id),
    [DAG],
  );
});

test("a run of historical_process reprocesses a stretch of history and leaves no pod behind", async (t) => {
  const api = await AirflowApi.logIn();
  const pods = await podsFromNow();
  const run = await api.trigger(DAG, { from: "2001-01-01", to: "2001-02-01" });
  t.truthy(await driverAtWork(pods));
  t.is(await endOf(api, run), "success");
  await noneLeft(pods);
});

test("a Spark job under way survives the end of Airflow's pod", async (t) => {
  const api = await AirflowApi.logIn();
  const kubectl = await testKubectl();
  const pods = await podsFromNow();
  let run = "";
  await whileFlightsWaits(async () => {
    run = await api.trigger(DAG, { from: "2001-01-01", to: "2001-07-01" });
    const driver = await driverAtWork(pods);
    await deferred(api, run);
    // Waits for the pod's end, so that whoever answers afterwards is another.
    await kubectl.text(["delete", "pod", "-n", "airflow", "-l", "app.kubernetes.io/name=airflow"]);
    await kubectl.text(["rollout", "status", "deployment/airflow", "-n", "airflow", "--timeout=600s"]);
    await eventually("the new pod's login", 300, async () =>
      (await logIn("admin", await password())).ok ? true : undefined,
    );
    const drivers = (await pods()).filter(({ role }) => role === "driver");
    t.deepEqual(drivers, [driver]);
  });
  t.is(await endOf(api, run), "success");
  t.is((await api.taskInstance(DAG, run, "flights")).try_number, 1);
  await noneLeft(pods);
});

test("a user who fails a task takes its driver and executors away", async (t) => {
  const api = await AirflowApi.logIn();
  const pods = await podsFromNow();
  await whileFlightsWaits(async () => {
    const run = await api.trigger(DAG, { from: "2001-01-01", to: "2001-07-01" });
    t.truthy(await driverAtWork(pods));
    await deferred(api, run);
    await api.call(`dags/${DAG}/dagRuns/${run}/taskInstances/flights`, "PATCH", { new_state: "failed" });
    await noneLeft(pods);
    t.is(await endOf(api, run), "failed");
  });
});
