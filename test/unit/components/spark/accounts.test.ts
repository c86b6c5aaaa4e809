import test from "ava";

import { driverAccount, jobAccounts } from "../../../../components/spark/accounts.js";
import { sparkConf } from "../../../../components/spark/conf.js";
import { driverPod } from "../../../../components/spark/driver-pod.js";
import { data, flights, orders, team } from "./sample-jobs.js";
import { accepts, refuses } from "./refusal.js";

const executorAccount = "spark.kubernetes.authenticate.executor.serviceAccountName";

test("a job runs as its team, and a job with data as itself", (t) => {
  t.deepEqual(jobAccounts(flights), { driver: "spark-driver", executor: "spark-executor" });
  t.deepEqual(jobAccounts({ ...flights, data }), {
    driver: "spark-driver-flights",
    executor: "spark-executor-flights",
  });
});

test("a driver without executors runs as what has no rights in the cluster", (t) => {
  t.is(driverAccount(orders), "spark-executor");
  t.is(driverAccount({ ...orders, data }), "spark-executor-orders");
});

test("driver pod and executors of a job with data name its accounts", (t) => {
  const job = { ...flights, data };
  t.is(driverPod(job, team).spec?.serviceAccountName, "spark-driver-flights");
  t.is(sparkConf(job, team)[executorAccount], "spark-executor-flights");
});

const rule =
  "the name of a job with data must have at most 48 characters, since its accounts and their labels are named by it; shorten it";
const name = "a".repeat(49);
test("a job with data whose accounts would not fit a label", refuses, { name, data }, ` = "${name}": ${rule}`);
test("a job with data whose name just fits", accepts, { name: "a".repeat(48), data });
test("a longer name without data", accepts, { name });
