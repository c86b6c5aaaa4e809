/** Airflow as its users meet it: login, DAGs, a run of `historical_process`, and a run that survives the end of Airflow's pod. */
import test from "ava";

import { AirflowApi, airflowAddress, logIn, password } from "../runner/airflow.js";
import { eventually, testKubectl } from "../runner/kubectl.js";

const DAG = "historical_process";

interface Pods {
  items: { metadata: { name: string; labels: Record<string, string> }; status: { phase: string } }[];
}

async function sparkPods(role: "driver" | "executor"): Promise<string[]> {
  const kubectl = await testKubectl();
  const pods = await kubectl.json<Pods>(["get", "pods", "-n", "spark-analytics", "-l", `spark-role=${role}`]);
  return pods.items.filter(({ status }) => status.phase === "Running").map(({ metadata }) => metadata.name);
}

/** The task's end: its state once the run is over. */
async function endOf(api: AirflowApi, run: string): Promise<string> {
  return eventually(`the end of run ${run}`, 300, async () => {
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
  const run = await api.trigger(DAG, { from: "2001-01-01", to: "2001-02-01" });
  t.is(await endOf(api, run), "success");
  await eventually("the end of driver and executors", 60, async () => {
    const left = [...(await sparkPods("driver")), ...(await sparkPods("executor"))];
    return left.length === 0 ? true : undefined;
  });
});

test("a Spark job under way survives the end of Airflow's pod", async (t) => {
  const api = await AirflowApi.logIn();
  const kubectl = await testKubectl();
  const run = await api.trigger(DAG, { from: "2001-01-01", to: "2001-07-01" });
  const [driver] = await eventually("a driver with executors", 120, async () =>
    (await sparkPods("executor")).length > 0 ? sparkPods("driver") : undefined,
  );
  await eventually("the deferred task", 60, async () =>
    (await api.taskInstance(DAG, run, "flights")).state === "deferred" ? true : undefined,
  );
  await kubectl.text(["delete", "pod", "-n", "airflow", "-l", "app.kubernetes.io/name=airflow", "--wait=false"]);
  await kubectl.text(["rollout", "status", "deployment/airflow", "-n", "airflow", "--timeout=240s"]);
  await eventually("the new pod's login", 60, async () =>
    (await logIn("admin", await password())).ok ? true : undefined,
  );
  t.is(await endOf(api, run), "success");
  t.is((await api.taskInstance(DAG, run, "flights")).try_number, 1);
  t.truthy(driver);
});

test("a user who fails a task takes its driver and executors away", async (t) => {
  const api = await AirflowApi.logIn();
  const run = await api.trigger(DAG, { from: "2001-01-01", to: "2001-07-01" });
  await eventually("executors", 120, async () => ((await sparkPods("executor")).length > 0 ? true : undefined));
  await eventually("the deferred task", 60, async () =>
    (await api.taskInstance(DAG, run, "flights")).state === "deferred" ? true : undefined,
  );
  await api.call(`dags/${DAG}/dagRuns/${run}/taskInstances/flights`, "PATCH", { new_state: "failed" });
  await eventually("the end of driver and executors", 120, async () =>
    [...(await sparkPods("driver")), ...(await sparkPods("executor"))].length === 0 ? true : undefined,
  );
  t.is(await endOf(api, run), "failed");
});
