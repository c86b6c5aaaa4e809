/** As many Spark jobs as asked for, of one team, which break no rule. */
import * as pulumi from "@pulumi/pulumi";

import { SparkCronJob } from "../../../../components/kubernetes/spark-cron-job";
import { SparkTeam } from "../../../../components/kubernetes/spark-team";
import { WorkloadNamespace } from "../../../../components/kubernetes/workload-namespace";
import { connectCluster } from "../../../../infra/existing-cluster";
import type { ExistingSettings } from "../../../../infra/settings";

const config = new pulumi.Config();
const provider = connectCluster(config.requireObject<ExistingSettings>("cluster"));

const namespace = "spark-engine";
const home = new WorkloadNamespace(
  namespace,
  { namespace, workload: "spark", team: "engine", quota: { cpu: "1", memory: "1Gi", pods: 1 }, allow: {} },
  { provider },
);
const team = new SparkTeam(
  "engine",
  { key: "engine", namespace, warehouse: { url: "jdbc:postgresql://postgres/warehouse", user: "spark", password: "" } },
  { provider, dependsOn: [home] },
);
for (let number = 0; number < config.requireNumber("jobs"); number++) {
  const name = `orders-${number}`;
  new SparkCronJob(
    name,
    {
      job: {
        name,
        team: "engine",
        application: "/opt/jobs/orders.py",
        arguments: ["--day", "today"],
        image: "example/spark:1.0",
        mode: { kind: "client", executor: { cores: 1, memory: "1g", instances: 2 } },
        driver: { cores: 1, memory: "1g" },
        conf: { "spark.sql.shuffle.partitions": "8" },
        overrides: {},
        environment: {},
        secrets: {},
        warehouse: true,
        schedule: "0 2 * * *",
        timeZone: "UTC",
        deadlines: { startSeconds: 300, runSeconds: 3600 },
        retries: 1,
      },
      team,
    },
    { provider, dependsOn: [team] },
  );
}
