/** Those of the platform's components that need no pods, as a Spark team has them. */
import * as pulumi from "@pulumi/pulumi";

import { GeneratedSecret } from "../../../../components/kubernetes/generated-secret";
import { SparkCronJob } from "../../../../components/kubernetes/spark-cron-job";
import { SparkTeam } from "../../../../components/kubernetes/spark-team";
import { WorkloadNamespace } from "../../../../components/kubernetes/workload-namespace";
import type { SparkJob } from "../../../../components/spark/job";
import { connectCluster } from "../../../../infra/existing-cluster";
import type { ExistingSettings } from "../../../../infra/settings";

const config = new pulumi.Config();
const job = config.requireObject<SparkJob>("job");
const provider = connectCluster(config.requireObject<ExistingSettings>("cluster"));

const namespace = "spark-engine";
const home = new WorkloadNamespace(
  namespace,
  { namespace, workload: "spark", team: job.team, quota: { cpu: "1", memory: "1Gi", pods: 1 }, allow: {} },
  { provider },
);
const user = new GeneratedSecret("user", { format: "hex", bytes: 16 });
const password = new GeneratedSecret("password", {
  format: "password",
  bytes: 32,
  generation: config.requireNumber("generation"),
});
const team = new SparkTeam(
  job.team,
  {
    key: job.team,
    namespace,
    warehouse: { url: "jdbc:postgresql://postgres/warehouse", user: user.value, password: password.value },
  },
  { provider, dependsOn: [home] },
);
new SparkCronJob(job.name, { job, team }, { provider, dependsOn: [team] });
