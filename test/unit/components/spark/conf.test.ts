import test from "ava";
import fc from "fast-check";
import { sparkConf } from "../../../../components/spark/conf.js";
import { fieldOfKey, overridableKeys } from "../../../../components/spark/owned-conf.js";
import { isSecretName } from "../../../../components/spark/secrecy.js";
import { expanded, flights, goodJob, orders, team } from "./sample-jobs.js";

test("a Python job in client mode starts executors of its own size, under their own account, in the team's namespace", (t) => {
  t.deepEqual(sparkConf(flights, team), {
    "spark.app.name": "flights",
    "spark.driver.memory": "1g",
    "spark.local.dir": "/var/data/spark",
    "spark.driver.host": "$(POD_IP)",
    "spark.driver.port": "17078",
    "spark.driver.blockManager.port": "7079",
    "spark.blockManager.port": "7079",
    "spark.kubernetes.namespace": "spark-analytics",
    "spark.kubernetes.driver.pod.name": "$(POD_NAME)",
    "spark.kubernetes.container.image": "localhost/spark-platform/spark:4f1c2a9b3d5e",
    "spark.kubernetes.authenticate.executor.serviceAccountName": "spark-executor",
    "spark.kubernetes.executor.podTemplateFile": "/opt/spark-platform/executor.yaml",
    "spark.kubernetes.executor.label.spark-platform/job": "flights",
    "spark.kubernetes.executor.label.spark-platform/team": "analytics",
    "spark.executor.instances": "2",
    "spark.executor.cores": "1",
    "spark.executor.memory": "512m",
    "spark.executor.memoryOverheadFactor": "0.4",
    "spark.kubernetes.executor.request.cores": "200m",
    "spark.kubernetes.executor.limit.cores": "1",
    "spark.dynamicAllocation.enabled": "false",
    "spark.kubernetes.executor.deleteOnTermination": "true",
    "spark.kubernetes.driver.service.deleteOnTermination": "false",
    "spark.kubernetes.driver.ownPersistentVolumeClaim": "false",
    "spark.kubernetes.driver.reusePersistentVolumeClaim": "false",
    "spark.sql.shuffle.partitions": "8",
  });
});

test("a job in local mode gets no conf of executors", (t) => {
  t.deepEqual(sparkConf(orders, team), {
    "spark.app.name": "orders",
    "spark.driver.memory": "4g",
    "spark.local.dir": "/var/data/spark",
  });
});

test("executors of a JVM job get the smaller overhead, and request all their cores unless told otherwise", (t) => {
  const executor = { instances: 6, cores: 2, memory: "1g" };
  const conf = sparkConf({ ...orders, mode: { kind: "client", executor } }, team);
  t.is(conf["spark.executor.memoryOverheadFactor"], "0.1");
  t.is(conf["spark.kubernetes.executor.request.cores"], "2");
});

test("the platform's own references are expanded, a user's are not", (t) => {
  const conf = { "spark.custom.text": "$(POD_NAME)" };
  const overrides = { "spark.local.dir": { value: "/tmp/$(POD_NAME)", reason: "measured" } };
  const made = sparkConf({ ...flights, conf, overrides }, team);
  t.is(made["spark.kubernetes.driver.pod.name"], "$(POD_NAME)");
  t.is(made["spark.custom.text"], "$$(POD_NAME)");
  t.is(made["spark.local.dir"], "/tmp/$$(POD_NAME)");
});

test("conf holds what the platform owns and what the job adds, and an override only of what may be overridden", (t) => {
  fc.assert(
    fc.property(goodJob, (job) => {
      const conf = sparkConf(job, team);
      for (const [key, value] of Object.entries(conf)) {
        const isOwned = overridableKeys.has(key) || fieldOfKey.has(key);
        t.true((isOwned || key in job.overrides) !== key in job.conf, key);
        if (key in job.conf) t.is(expanded(value), job.conf[key] ?? "");
      }
      for (const [key, { value }] of Object.entries(job.overrides)) {
        t.true(overridableKeys.has(key) || isSecretName(key));
        t.is(expanded(conf[key] ?? ""), value);
      }
    }),
  );
});
