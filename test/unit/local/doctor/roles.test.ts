import test from "ava";

import { judgeRoles, neededOf } from "../../../../local/doctor/roles.js";
import { flights, orders } from "../../components/spark/sample-jobs.js";
import { cronJob, HEALTHY, platform, without } from "./platform-objects.js";

const DRIVER = "spark-analytics/spark-driver";
const named = ({ verb, resource }: { verb: string; resource: string }): string => `${verb} ${resource}`;

test("rights are asked for as the Roles grant them: Airflow's where Spark runs, a driver's in its own namespace", (t) => {
  const { missing, rights } = neededOf(platform());
  t.deepEqual(missing, []);
  t.deepEqual(
    new Set(rights.map(({ account, namespace }) => `${account} in ${namespace}`)),
    new Set(["airflow/airflow in spark-analytics", `${DRIVER} in spark-analytics`]),
  );
  t.deepEqual(rights.filter(({ account }) => account === DRIVER).map(named), [
    "get pods",
    "list pods",
    "watch pods",
    "create pods",
    "patch pods",
    "delete pods",
    "deletecollection pods",
    "create configmaps",
    "deletecollection configmaps",
  ]);
  t.true(rights.some(({ account, resource }) => account === "airflow/airflow" && resource === "pods/log"));
});

test("a job with data has accounts of its own, a job in local mode needs no rights", (t) => {
  const items = [
    ...without("CronJob"),
    cronJob({ ...flights, data: { read: [], write: [], glue: [] } }),
    cronJob(orders),
  ];
  const { missing, rights } = neededOf(platform(items));
  t.deepEqual(missing, ["spark-analytics/spark-driver-flights", "spark-analytics/spark-executor-flights"]);
  t.false(rights.some(({ account }) => account === DRIVER));
  t.true(rights.some(({ account }) => account === "spark-analytics/spark-driver-flights"));
});

test("an account that somebody removed is missed", (t) => {
  const left = HEALTHY.filter(({ kind, metadata }) => kind !== "ServiceAccount" || metadata.name !== "spark-executor");
  const { missing } = neededOf(platform(left));
  t.deepEqual(judgeRoles({ missing, asked: 17, refused: [] }, "repair"), {
    kind: "wrong",
    problems: [{ what: "Account spark-analytics/spark-executor is not there", fix: "repair" }],
  });
});

test("what an account may not do is told in one problem for the account", (t) => {
  const right = { account: DRIVER, namespace: "spark-analytics", resource: "pods" };
  const refused = [
    { ...right, verb: "create" },
    { ...right, verb: "delete" },
    { ...right, verb: "create", resource: "configmaps" },
  ];
  t.deepEqual(judgeRoles({ missing: [], asked: 17, refused }, "repair"), {
    kind: "wrong",
    problems: [
      {
        what: `Account ${DRIVER} may not create, delete pods in spark-analytics; create configmaps in spark-analytics`,
        fix: "repair",
      },
    ],
  });
  t.deepEqual(judgeRoles({ missing: [], asked: 17, refused: [] }, "repair"), {
    kind: "ok",
    seen: "accounts have the 17 rights that they need",
  });
});
