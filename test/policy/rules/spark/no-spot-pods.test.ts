/** Rule no-spot-for-drivers: which pods count as drivers and as Airflow. */
import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { CRON_JOB_POD, change, configMap, cronJob, resource } from "../../objects.js";
import { type Conf, airflow, properties, sparkApplication, sparkSubmit, variable } from "../../spark-objects.js";
import { CAPACITY, spot, steady, driver, program, can, ON_SPOT, asks } from "../../spot-objects.js";
import { accepts, refuses } from "../../verdict.js";

const labelled = (labels: Value) => {
  const inputs = change(
    cronJob(`${CRON_JOB_POD}.containers.0.args`, ["run"]).inputs,
    "spec.jobTemplate.spec.template.metadata",
    { labels },
  );
  return resource("kubernetes:batch/v1:CronJob", inputs);
};
test(
  "a driver is known by its label",
  refuses,
  program(spot, labelled({ "spark-role": "driver" })),
  ON_SPOT,
  program(spot, labelled({ "spark-role": "executor" })),
);
const running = (...args: readonly string[]) => program(spot, cronJob(`${CRON_JOB_POD}.containers.0.args`, args));
for (const [command, neighbour] of [
  [["/opt/spark/bin/spark-submit", "pi.py"], ["/opt/spark-submit.d/run"]],
  [
    ["sh", "-c", "exec spark-submit pi.py"],
    ["sh", "-c", "exec my-spark-submit pi.py"],
  ],
  [["spark-sql", "-f", "a.sql"], ["spark-history-server"]],
  [["pyspark"], ["pyspark-tests"]],
  [
    ["java", "org.apache.spark.deploy.SparkSubmit"],
    ["java", "org.apache.spark.deploy.history.HistoryServer"],
  ],
] as const) {
  test(`${command.join(" ")} is a driver`, refuses, running(...command), ON_SPOT, running(...neighbour));
}

const onAirflow = (...env: readonly Value[]) => airflow(env, "spec.template.spec.containers.0.args", ["serve"]);
const AIRFLOW_ON_SPOT = can(spot, "NodePool spot", "spec.template.spec", "airflow");
test(
  "Airflow is known by its settings",
  refuses,
  program(spot, onAirflow(variable("AIRFLOW__CORE__PARALLELISM", "2"))),
  AIRFLOW_ON_SPOT,
  program(spot, onAirflow(variable("AIRFLOW", "2"))),
);
test(
  "Airflow is known by its command",
  refuses,
  program(spot, airflow([])),
  AIRFLOW_ON_SPOT,
  program(spot, onAirflow()),
);
const named = (name: string) => {
  const { inputs } = onAirflow();
  return resource(
    "kubernetes:apps/v1:Deployment",
    change(inputs, "spec.template.metadata.labels", { app: "airflow", "app.kubernetes.io/name": name }),
  );
};
test(
  "Airflow is known by its label",
  refuses,
  program(spot, named("airflow")),
  AIRFLOW_ON_SPOT,
  program(spot, named("postgres")),
);

const cluster = (conf: Conf) => {
  const args = [...sparkSubmit(conf), "--deploy-mode", "cluster"];
  return driver({ "containers.0.args": args, nodeSelector: { [CAPACITY]: "on-demand" } });
};
const SELECTOR = "spark.kubernetes.driver.node.selector";
const SUBMITTED = `${CRON_JOB_POD}.containers[0] "base": driver`;
test(
  "in cluster mode the driver is another pod, which the settings place",
  refuses,
  program(spot, cluster({})),
  can(spot, "NodePool spot", SUBMITTED),
  program(spot, cluster({ [`${SELECTOR}.${CAPACITY}`]: "on-demand" })),
);
test(
  "a selector for driver and executors places both",
  accepts,
  program(spot, cluster({ [`spark.kubernetes.node.selector.${CAPACITY}`]: "on-demand" })),
);
test(
  "what a template file says of a driver's place is not known",
  accepts,
  program(spot, cluster({ "spark.kubernetes.driver.podTemplateFile": "/driver.yaml" })),
);
test(
  "in client mode executors may ask for spot nodes",
  accepts,
  program(
    spot,
    driver({
      "containers.0.args": sparkSubmit({ [`spark.kubernetes.node.selector.${CAPACITY}`]: "spot" }),
      nodeSelector: { [CAPACITY]: "on-demand" },
    }),
  ),
);
test(
  "a file that sends drivers to spot nodes is refused",
  refuses,
  program(configMap({ "spark-defaults.conf": properties({ [`${SELECTOR}.${CAPACITY}`]: "spot" }) })),
  asks('data["spark-defaults.conf"]: driver', "settings"),
  program(
    configMap({
      "spark-defaults.conf": properties({ [`spark.kubernetes.executor.node.selector.${CAPACITY}`]: "spot" }),
    }),
  ),
);

const APPLICATION_ON_SPOT = can(spot, "NodePool spot", "spec.driver", "app");
const secured = (fields: Record<string, Value>) => {
  const { inputs } = sparkApplication({});
  return resource(
    "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication",
    Object.entries(fields).reduce((app, [path, value]) => change(app, path, value), inputs),
  );
};
for (const [where, fields] of [
  ["in its driver", { "spec.driver.nodeSelector": { [CAPACITY]: "on-demand" } }],
  ["for both", { "spec.nodeSelector": { [CAPACITY]: "on-demand" } }],
  ["in its settings", { "spec.sparkConf": { [`${SELECTOR}.${CAPACITY}`]: "on-demand" } }],
] as const) {
  test(
    `a SparkApplication selects nodes ${where}`,
    refuses,
    program(spot, secured({})),
    APPLICATION_ON_SPOT,
    program(spot, secured(fields)),
  );
}
test(
  "a ScheduledSparkApplication is judged too",
  refuses,
  program(spot, sparkApplication({}, "ScheduledSparkApplication")),
  can(spot, "NodePool spot", "spec.template.driver", "app"),
  program(steady, sparkApplication({}, "ScheduledSparkApplication")),
);
