/** From the event log of a real preview of stack prod. That docs/platform.svg is up to date is held by test/aws/picture.test.ts. */
import test from "ava";

import { arrows } from "../../picture/arrows.js";
import { stores, workloads } from "../../picture/boxes.js";
import { draw } from "../../picture/drawing.js";
import { Resources } from "../../picture/resources.js";
import { recording } from "../report/recordings.js";

const prod = recording("prod-first");

/** The same stack as if it did not have this resource. */
function without(type: string, name: string): string {
  const lines = prod.split("\n");
  const left = lines.filter((line) => !line.includes(`${type}::${name}"`));
  if (left.length === lines.length) throw new Error(`stack prod has no ${type} ${name}`);
  return left.join("\n");
}

function arrowsOf(eventLog: string): string[] {
  const resources = new Resources(eventLog);
  return arrows(resources, workloads(resources), stores(resources))
    .map(({ from, to, label }) => `${from} -> ${to} ${label}`.trim())
    .sort();
}

/** Arrows of stack prod that are gone without a resource. */
function gone(type: string, name: string): string[] {
  const left = arrowsOf(without(type, name));
  return arrowsOf(prod).filter((arrow) => !left.includes(arrow));
}

test("what runs is drawn in its namespace, with the nodes that it is placed on", (t) => {
  const drawn = workloads(new Resources(prod)).map(({ id, title, lines }) => [id, title, ...lines]);
  t.deepEqual(drawn, [
    [
      "airflow/airflow",
      "Airflow",
      "one pod:",
      "api-server, scheduler",
      "dag-processor, triggerer",
      "nodes for platform: on demand, 3 zones",
    ],
    ["postgres/databases", "Job databases", "once, after each change"],
    [
      "spark-analytics/schedule",
      "CronJobs",
      "flights: 0 2 * * * UTC",
      "flights-by-month: 30 3 2 * * Europe/Berlin",
      "pi: by hand or from Airflow",
    ],
    ["spark-analytics/drivers", "Spark drivers", "client mode", "nodes for drivers: on demand, 3 zones"],
    ["spark-analytics/executors", "Spark executors", "nodes for executors: spot, one zone"],
  ]);
});

test("what keeps data is drawn with its size", (t) => {
  t.deepEqual(
    stores(new Resources(prod)).map(({ title, lines }) => [title, ...lines]),
    [
      ["RDS PostgreSQL 17", "databases airflow, warehouse", "db.t4g.medium, standby in another zone"],
      ["S3 bucket", "example-corp-spark-prod-data"],
      ["S3 bucket", "spark-prod-logs-444455556666-us-east-1"],
    ],
  );
});

test("every arrow is a right that the stack gives", (t) => {
  t.deepEqual(arrowsOf(prod), [
    "airflow/airflow -> rds/postgres",
    "airflow/airflow -> s3/example-corp-spark-prod-data reads dags/",
    "airflow/airflow -> s3/spark-prod-logs-444455556666-us-east-1 writes airflow/",
    "airflow/airflow -> spark-analytics/drivers starts",
    "postgres/databases -> rds/postgres",
    "spark-analytics/drivers -> spark-analytics/executors starts",
    "spark-analytics/executors -> rds/postgres",
    "spark-analytics/executors -> s3/example-corp-raw reads flights/",
    "spark-analytics/executors -> s3/example-corp-spark-prod-data writes flights-by-month/",
    "spark-analytics/schedule -> spark-analytics/drivers starts",
  ]);
});

test("without the right to make pods Airflow starts no driver", (t) => {
  t.deepEqual(gone("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "airflow-spark-analytics"), [
    "airflow/airflow -> spark-analytics/drivers starts",
  ]);
});

test("without a way through the network policies Airflow reaches no database", (t) => {
  t.deepEqual(gone("kubernetes:networking.k8s.io/v1:NetworkPolicy", "airflow-allow-airflow"), [
    "airflow/airflow -> rds/postgres",
  ]);
});

test("without a role no bucket is used", (t) => {
  t.deepEqual(gone("aws:eks/podIdentityAssociation:PodIdentityAssociation", "role-airflow-airflow"), [
    "airflow/airflow -> s3/example-corp-spark-prod-data reads dags/",
    "airflow/airflow -> s3/spark-prod-logs-444455556666-us-east-1 writes airflow/",
  ]);
});

test("the picture has every box, on a ground of its own, also a bucket that somebody else made", async (t) => {
  const svg = (await draw(prod)).replaceAll("&#45;", "-");
  const ids = [...svg.matchAll(/class="node">\n<title>([^<]+)<\/title>/g)].map(([, id]) => id);
  t.is(ids.length, 9);
  t.true(ids.includes("s3/example-corp-raw"));
  t.true(svg.startsWith("<svg") && svg.includes('fill="#f6f8fa"'));
  t.is([...svg.matchAll(/font-weight="bold"/g)].length, 9);
});
