import test from "ava";

import type { SparkJob } from "../../../../components/spark/job.js";
import { fieldOfKey, overridableKeys } from "../../../../components/spark/owned-conf.js";
import { sparkJobProblems } from "../../../../components/spark/problems.js";
import { quoted, refuses, secretFix } from "./refusal.js";
import { flights } from "./sample-jobs.js";

const local = (change: Partial<SparkJob>): Partial<SparkJob> => ({ mode: { kind: "local" }, overrides: {}, ...change });

for (const key of overridableKeys) {
  test(
    `${key} in conf`,
    refuses,
    { conf: { [key]: "x" } },
    `.conf["${key}"] = "x": belongs to the platform: pods, rights or network rules depend on it; remove it, or move it to overrides with a value and a reason`,
  );
}

test("conf that resizes or renames executors belongs to the platform", (t) => {
  const keys = ["memoryOverhead", "minMemoryOverhead", "memoryOverheadFactor", "pyspark.memory"];
  for (const key of [
    ...keys.map((name) => `spark.executor.${name}`),
    "spark.dynamicAllocation.enabled",
    "spark.memory.offHeap.enabled",
    "spark.memory.offHeap.size",
    "spark.kubernetes.executor.podNamePrefix",
    "spark.kubernetes.executor.podTemplateFile",
  ]) {
    t.true(overridableKeys.has(key), key);
  }
});

for (const [key, field] of fieldOfKey) {
  const message = `["${key}"] = "x": is decided by the job's field ${field}; remove it and set ${field}`;
  test(`${key} in conf`, refuses, { conf: { [key]: "x" } }, `.conf${message}`);
  test(`${key} in overrides`, refuses, { overrides: { [key]: { value: "x", reason: "so" } } }, `.overrides${message}`);
}

test(
  "an override of what is not the platform's",
  refuses,
  { overrides: { "spark.sql.shuffle.partitions": { value: "9", reason: "so" } } },
  '.overrides["spark.sql.shuffle.partitions"] = "9": does not belong to the platform, so that there is nothing to override; move it to conf',
);

test(
  "an override without a reason",
  refuses,
  { overrides: { "spark.driver.port": { value: "9", reason: "  " } } },
  '.overrides["spark.driver.port"].reason = "  ": must say why the override is needed; write the reason; the plan shows it',
);

for (const key of ["sql.shuffle.partitions", "spark.", "spark.a b", "spark.a=b"]) {
  test(
    `the conf key ${quoted(key)}`,
    refuses,
    { conf: { [key]: "x" } },
    `.conf["${key}"] = "x": the key must start with spark. and contain neither space nor =; correct the key`,
  );
}

for (const key of [
  "spark.kubernetes.driver.request.cores",
  "spark.kubernetes.driver.secretKeyRef.DB",
  "spark.kubernetes.authenticate.driver.serviceAccountName",
]) {
  test(
    `${key}, which only cluster mode reads`,
    refuses,
    { conf: { [key]: "x" } },
    `.conf["${key}"] = "x": has no effect, since the platform makes the driver pod and not Spark; remove it; the job's fields image, driver and environment shape that pod`,
  );
}

for (const key of [
  "spark.kubernetes.executor.podTemplateFile",
  "spark.kubernetes.allocation.batch.size",
  "spark.executor.cores",
  "spark.executor.memoryOverhead",
  "spark.executor.minMemoryOverhead",
  "spark.executor.pyspark.memory",
  "spark.dynamicAllocation.enabled",
]) {
  const message = `["${key}"] = "x": has no effect in mode local, which starts no executors; remove it, or use mode client`;
  test(`${key} in conf of mode local`, refuses, local({ conf: { [key]: "x" } }), `.conf${message}`);
  test(
    `${key} in overrides of mode local`,
    refuses,
    local({ overrides: { [key]: { value: "x", reason: "so" } } }),
    `.overrides${message}`,
  );
}

const confSecret = `looks like a secret, and conf can be read by all who may see pods; ${secretFix}`;
test(
  "a conf key of a secret, without repeating it",
  refuses,
  { conf: { "spark.hadoop.fs.s3a.secret.key": "hunter2" } },
  `.conf["spark.hadoop.fs.s3a.secret.key"] = "(hidden)": ${confSecret}, or move it to overrides with a reason why it is none`,
);
test(
  "a secret in conf, without repeating it",
  refuses,
  { conf: { "spark.hadoop.fs.s3a.secret.key": "token=hunter2" } },
  `.conf["spark.hadoop.fs.s3a.secret.key"] = "(hidden)": ${confSecret}`,
);
test(
  "a secret behind the name of one, whatever the reason",
  refuses,
  { overrides: { "spark.hadoop.fs.s3a.encryption.key": { value: "token=hunter2", reason: "so" } } },
  `.overrides["spark.hadoop.fs.s3a.encryption.key"] = "(hidden)": ${confSecret}`,
);
test("conf that is named like a secret and is none is accepted with a reason", (t) => {
  const key = "spark.hadoop.fs.s3a.encryption.key";
  const reason = "the name of a key, not the key";
  t.deepEqual(
    sparkJobProblems("flights", { ...flights, overrides: { [key]: { value: "alias/flights", reason } } }),
    [],
  );
});
test(
  "a secret in an override, without repeating it",
  refuses,
  { overrides: { "spark.local.dir": { value: "token=hunter2", reason: "so" } } },
  `.overrides["spark.local.dir"] = "(hidden)": ${confSecret}`,
);
