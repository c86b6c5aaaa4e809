import test from "ava";
import fc from "fast-check";
import { sparkSubmit } from "../../../../components/spark/arguments.js";
import { sparkConf } from "../../../../components/spark/conf.js";
import { expanded, flights, goodJob, orders, team } from "./sample-jobs.js";

test("a job in local mode runs in as many threads as the driver has cores", (t) => {
  t.deepEqual(sparkSubmit({ ...orders, arguments: ["2026-11-01", "--dry-run"] }, team), [
    "spark-submit",
    "--master",
    "local[2]",
    "--deploy-mode",
    "client",
    "--class",
    "org.example.Orders",
    "--conf",
    "spark.app.name=orders",
    "--conf",
    "spark.driver.memory=4g",
    "--conf",
    "spark.local.dir=/var/data/spark",
    "/opt/jobs/orders.jar",
    "2026-11-01",
    "--dry-run",
  ]);
});

test("a job in client mode asks the cluster it runs in for executors", (t) => {
  const command = sparkSubmit(flights, team);
  t.deepEqual(command.slice(0, 5), [
    "spark-submit",
    "--master",
    "k8s://https://kubernetes.default.svc",
    "--deploy-mode",
    "client",
  ]);
  t.deepEqual(command.slice(-3), ["/opt/jobs/flights.py", "--title", "price in $$(USD)"]);
});

test("a nested class keeps its dollar sign", (t) => {
  t.true(sparkSubmit({ ...orders, mainClass: "org.example.Outer$Main" }, team).includes("org.example.Outer$$Main"));
});

test("every conf entry is one argument, sorted by key, and the job's arguments arrive unchanged after the application", (t) => {
  fc.assert(
    fc.property(goodJob, (job) => {
      const command = sparkSubmit(job, team);
      const start = command.indexOf("--conf");
      const end = command.indexOf(job.application);
      const entries = command.slice(start, end).filter((_, index) => index % 2 === 1);
      const keys = entries.map((entry) => entry.slice(0, entry.indexOf("=")));
      t.deepEqual(keys, Object.keys(sparkConf(job, team)).sort());
      t.deepEqual(command.slice(end + 1).map(expanded), job.arguments);
    }),
  );
});

test("the warehouse's credentials are never among the arguments", (t) => {
  fc.assert(
    fc.property(goodJob, (job) => {
      t.notRegex(sparkSubmit({ ...job, warehouse: true }, team).join("\n"), /WAREHOUSE|password|secret/i);
    }),
  );
});

test("reordering conf changes no argument", (t) => {
  const conf = { "spark.sql.b": "2", "spark.sql.a": "1" };
  const reordered = { "spark.sql.a": "1", "spark.sql.b": "2" };
  t.deepEqual(sparkSubmit({ ...flights, conf }, team), sparkSubmit({ ...flights, conf: reordered }, team));
});
