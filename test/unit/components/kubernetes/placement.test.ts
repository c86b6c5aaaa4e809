/** Each kind of pods goes to its pool. That nothing changes where there are none, the other tests of each kind hold. */
import test from "ava";
import { parse } from "yaml";

import { Postgres } from "../../../../components/kubernetes/postgres.js";
import { SparkTeam } from "../../../../components/kubernetes/spark-team.js";
import { OWN_NODES, placed, SAME_NODES } from "../../../../components/placement.js";
import { driverPod } from "../../../../components/spark/driver-pod.js";
import { flights, team } from "../spark/sample-jobs.js";
import { inputsOf } from "./airflow-example.js";
import { args as postgres, ofType } from "./postgres-example.js";
import { record } from "./recorder.js";

interface Workload {
  readonly spec: { readonly template: { readonly spec: object } };
}

const { platform, drivers, executors } = OWN_NODES;

test.serial("Airflow and its migration run on the platform's nodes", async (t) => {
  for (const kind of ["Deployment", "Job"]) {
    const { spec } = await inputsOf<Workload>(kind, { placement: platform });
    t.like(spec.template.spec, placed(platform), kind);
    t.deepEqual(await inputsOf(kind, { placement: SAME_NODES.platform }), await inputsOf(kind), kind);
  }
});

test.serial("Postgres runs on the platform's nodes", async (t) => {
  const deploy = (placement = SAME_NODES.platform) =>
    record((opts) => {
      new Postgres("db", { ...postgres, placement }, opts);
    });
  const server = async (placement = SAME_NODES.platform) =>
    ofType(await deploy(placement), "kubernetes:apps/v1:StatefulSet")?.inputs as Workload;
  t.like((await server(platform)).spec.template.spec, placed(platform));
  t.false("nodeSelector" in (await server()).spec.template.spec);
});

test("drivers run on the nodes of drivers", (t) => {
  t.like(driverPod(flights, { ...team, nodes: OWN_NODES }).spec, placed(drivers));
  t.deepEqual(driverPod(flights, { ...team, nodes: SAME_NODES }), driverPod(flights, team));
});

test.serial("executors run on the nodes of executors", async (t) => {
  const warehouse = { url: "jdbc:postgresql://postgres/warehouse", user: "warehouse", password: "hunter2" };
  const template = async (nodes = SAME_NODES) => {
    const registered = await record((opts) => {
      new SparkTeam("analytics", { key: "analytics", ...team, nodes, warehouse }, opts);
    });
    const { data } = ofType(registered, "kubernetes:core/v1:ConfigMap")?.inputs as { data: Record<string, string> };
    return (parse(data["executor.yaml"] ?? "") as { spec: object }).spec;
  };
  t.like(await template(OWN_NODES), placed(executors));
  t.false("nodeSelector" in (await template()));
});
