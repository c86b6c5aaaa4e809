import type * as pulumi from "@pulumi/pulumi";

import { Airflow } from "../../../components/kubernetes/airflow.js";
import { EncryptedStorage } from "../../../components/kubernetes/encrypted-storage.js";
import { Postgres } from "../../../components/kubernetes/postgres.js";
import { SparkCronJob } from "../../../components/kubernetes/spark-cron-job.js";
import { SparkTeam } from "../../../components/kubernetes/spark-team.js";
import { WorkloadAccount } from "../../../components/kubernetes/workload-account.js";
import { WorkloadNamespace } from "../../../components/kubernetes/workload-namespace.js";
import { airflowRules } from "../../../components/spark/rbac.js";
import { args as airflow } from "../../unit/components/kubernetes/airflow-example.js";
import { args as postgres } from "../../unit/components/kubernetes/postgres-example.js";
import { flights, team } from "../../unit/components/spark/sample-jobs.js";

const DIGEST = `@sha256:${"0".repeat(64)}`;

/** Every component of the Kubernetes half once, with the arguments of its own tests. */
export function kubernetesExample(opts: pulumi.ComponentResourceOptions): void {
  const warehouse = { url: "jdbc:postgresql://db/warehouse", user: "warehouse", password: "generated" };
  const quota = { cpu: "8", memory: "16Gi", pods: 20 };
  new WorkloadNamespace("home", { namespace: "airflow", workload: "airflow", quota, allow: {} }, opts);
  const grants = [{ namespace: team.namespace, rules: airflowRules }];
  new WorkloadAccount("airflow", { namespace: "airflow", account: "airflow", token: true, grants }, opts);
  new Airflow("airflow", { ...airflow, image: `${airflow.image}${DIGEST}` }, opts);
  new Postgres("db", { ...postgres, image: `${postgres.image}${DIGEST}` }, opts);
  new SparkTeam("analytics", { key: "analytics", namespace: team.namespace, warehouse }, opts);
  new SparkCronJob("flights", { job: { ...flights, image: `registry.example/spark:1${DIGEST}` }, team }, opts);
  new EncryptedStorage("storage", { compute: "managed" }, opts);
}
