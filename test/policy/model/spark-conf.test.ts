import test from "ava";
import { stringify } from "yaml";

import type { Resource } from "../../../policies/model/resource.js";
import { sparkConfs, together } from "../../../policies/model/spark-conf.js";
import { sparkConsumers } from "../../../policies/model/spark-volumes.js";
import { UNKNOWN, type Value } from "../../../policies/model/values.js";
import { CRON_JOB_POD, POD_SPEC, change, configMap, cronJob } from "../objects.js";
import { OWN_NAMESPACE, claimConf, sparkApplication, sparkJob, sparkSubmit } from "../spark-objects.js";

const BASE = `${CRON_JOB_POD}.containers[0] "base"`;
const base = (fields: Record<string, Value>, pod: Record<string, Value> = {}): Resource => {
  const container = { name: "base", image: "localhost/spark:1.0", ...fields };
  return cronJob(CRON_JOB_POD, { ...(POD_SPEC as object), containers: [container], ...pod });
};
/** Place, settings and whether there may be more. */
const found = (resource: Resource) =>
  sparkConfs(resource).map(({ place, settings, incomplete }) => [place, Object.fromEntries(settings), incomplete]);

test("command and arguments are one line", (t) => {
  const job = base({ command: ["spark-submit", "--conf"], args: ["spark.a=1", 2] });
  t.deepEqual(found(job), [[`${BASE}: command line`, { "spark.a": "1" }, false]]);
});
test("each variable is a place, after the command line", (t) => {
  const env = [
    { name: "A", value: "spark.a=1" },
    { name: "B", value: "x" },
    { value: "--conf spark.b=2" },
    { name: "C" },
  ];
  t.deepEqual(found(base({ args: ["--conf=spark.c=3"], env })), [
    [`${BASE}: command line`, { "spark.c": "3" }, false],
    [`${BASE}: env A`, { "spark.a": "1" }, false],
    [`${BASE}: env`, { "spark.b": "2" }, false],
  ]);
});
test("init containers have settings too", (t) => {
  const job = base({}, { initContainers: [{ name: "first", args: ["-c", "spark.a=1"] }] });
  t.deepEqual(found(job), [[`${CRON_JOB_POD}.initContainers[0] "first": command line`, { "spark.a": "1" }, false]]);
});
test("an object without settings has no places", (t) => {
  t.deepEqual(found(base({ args: ["serve"], env: [{ name: "A", value: "x" }] })), []);
  t.deepEqual(found(configMap({ "a.txt": "text" })), []);
});
test("the pod, its container and its namespace are told", (t) => {
  const [conf] = sparkConfs(sparkJob());
  t.is(conf?.pod?.path, CRON_JOB_POD);
  t.is(conf?.container?.path, BASE);
  t.is(conf?.namespace, "team");
});

for (const [title, fields, incomplete] of [
  ["the whole command", { command: UNKNOWN }, true],
  ["all arguments", { args: UNKNOWN }, true],
  ["what follows --conf", { args: ["--conf", UNKNOWN] }, true],
  ["a shell's script", { command: ["bash", "-lc"], args: [UNKNOWN] }, true],
  ["an argument of the program", { args: ["--conf", "spark.a=1", "pi.py", UNKNOWN] }, false],
  ["the first word", { args: [UNKNOWN, "--conf", "spark.a=1"] }, false],
  ["all variables", { env: UNKNOWN }, true],
  ["one variable", { env: [UNKNOWN] }, true],
  ["a variable of Spark", { env: [{ name: "SPARK_SUBMIT_OPTIONS", value: UNKNOWN }] }, true],
  ["a variable of PySpark", { env: [{ name: "PYSPARK_SUBMIT_ARGS", value: UNKNOWN }] }, true],
  ["a variable without a name", { env: [{ value: UNKNOWN }] }, true],
  ["a variable of something else", { env: [{ name: "MY_SPARK_URL", value: UNKNOWN }] }, false],
  ["the image", { image: UNKNOWN }, false],
] as const) {
  test(`${title} not being known ${incomplete ? "may hide settings" : "hides no setting"}`, (t) => {
    t.is(
      sparkConfs(base(fields as Record<string, Value>)).some((conf) => conf.incomplete),
      incomplete,
    );
  });
}
test("a container that is not known may hide settings", (t) => {
  t.true(sparkConfs(cronJob(`${CRON_JOB_POD}.containers`, UNKNOWN)).some(({ incomplete }) => incomplete));
});

const withVariable = (variable: Value, text: string, metadata: Value = { name: "pi", namespace: "team" }) => {
  const job = base({ args: ["--conf", `spark.a=${text}`], env: [variable] });
  const [conf] = sparkConfs({ ...job, inputs: change(job.inputs, "metadata", metadata) });
  return conf?.settings.get("spark.a");
};
test("variables with a value are filled in, in either notation", (t) => {
  const written = { name: "A", value: "1" };
  t.is(withVariable(written, "$(A)-${A}-$A"), "1-1-1");
  t.is(withVariable(written, "$(B) $$(A)"), "$(B) $(A)");
  t.is(withVariable({ name: "A", value: UNKNOWN }, "x$(A)"), UNKNOWN);
  t.is(withVariable({ name: "A", value: UNKNOWN }, "x$(B)"), "x$(B)");
  t.is(withVariable({ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }, "$(A)"), "$(A)");
});
test("a variable may be the pod's own namespace", (t) => {
  const own: Value = { name: "A", valueFrom: OWN_NAMESPACE };
  t.is(withVariable(own, "$(A)"), "team");
  t.is(withVariable(own, "$(A)", { name: "pi" }), "default");
  t.is(withVariable(own, "$(A)", { name: "pi", namespace: UNKNOWN }), UNKNOWN);
});
test("a pod in a file has the namespace of the file", (t) => {
  const env = [{ name: "A", valueFrom: OWN_NAMESPACE }];
  const containers = [{ name: "base", image: "x:1", args: ["--conf", "spark.a=$(A)"], env }];
  const file = stringify({ kind: "Pod", metadata: { namespace: "lab" }, spec: { containers } });
  t.deepEqual(found(configMap({ "pod.yaml": file })), [
    ['data["pod.yaml"] spec.containers[0] "base": command line', { "spark.a": "lab" }, false],
  ]);
});

for (const [title, name, text, expected] of [
  ["properties", "spark-defaults.conf", "spark.a 1\nspark.b=2", { "spark.a": "1", "spark.b": "2" }],
  [
    "a script",
    "run.sh",
    "#!/usr/bin/env bash\nspark-submit --conf spark.a=1 \\\n --conf spark.b=2",
    { "spark.a": "1", "spark.b": "2" },
  ],
  ["a value for a variable", "SPARK_SUBMIT_OPTIONS", "--conf spark.a=1", { "spark.a": "1" }],
  ["a program", "job.py", 'OPTIONS = "--conf spark.a=1"', undefined],
] as const) {
  test(`a ConfigMap's file: ${title}`, (t) => {
    t.deepEqual(found(configMap({ [name]: text })), expected ? [[`data["${name}"]`, expected, false]] : []);
  });
}

test("a SparkApplication's settings, and its field that becomes some", (t) => {
  t.deepEqual(
    found(sparkApplication({ sparkConf: { "spark.a": true }, dynamicAllocation: { enabled: true, minExecutors: 1 } })),
    [
      ["spec.sparkConf", { "spark.a": true }, false],
      ["spec.dynamicAllocation", { "spark.dynamicAllocation.enabled": true }, false],
    ],
  );
  t.deepEqual(found(sparkApplication({ sparkConf: UNKNOWN }, "ScheduledSparkApplication")), [
    ["spec.template.sparkConf", {}, true],
  ]);
  t.deepEqual(found(sparkApplication({})), []);
});
test("of several places the first counts", (t) => {
  const job = base({ args: ["-c", "spark.a=1"], env: [{ name: "A", value: "spark.a=2 spark.b=3" }] });
  t.deepEqual(Object.fromEntries(together(sparkConfs(job))), { "spark.a": "1", "spark.b": "3" });
});
test("settings of a resource are read once", (t) => {
  const job = sparkJob();
  t.is(sparkConfs(job), sparkConfs(job));
});

const FIXED = claimConf("driver", { claimName: "data" });
const CLAIM = "spark.kubernetes.driver.volumes.persistentVolumeClaim.data.options.claimName";
const consumersOf = (resource: Resource) =>
  sparkConsumers(resource).map(({ place, pod, claimName, namespace, pods }) => ({
    place,
    pod,
    claimName,
    namespace,
    pods,
  }));
test("a driver with a fixed claim is a consumer, in client mode in the pod itself", (t) => {
  const expected = { place: `${BASE}: command line: ${CLAIM}`, claimName: "data", namespace: "team", pods: "own" };
  t.deepEqual(consumersOf(sparkJob(FIXED)), [{ ...expected, pod: CRON_JOB_POD }]);
  const cluster = sparkJob({}, `${CRON_JOB_POD}.containers.0.args`, [
    ...sparkSubmit(FIXED),
    "--deploy-mode",
    "cluster",
  ]);
  t.deepEqual(consumersOf(cluster), [{ ...expected, pod: `${BASE}: command line driver` }]);
});
test("the claim is where Spark starts its pods", (t) => {
  const [elsewhere] = sparkConsumers(sparkJob({ ...FIXED, "spark.kubernetes.namespace": "lab" }));
  t.is(elsewhere?.namespace, "lab");
  const [here] = sparkConsumers(sparkJob({ ...FIXED, "spark.kubernetes.namespace": undefined }));
  t.is(here?.namespace, "team");
});
test("claims on demand and those of executors are none", (t) => {
  t.deepEqual(consumersOf(sparkJob(claimConf("driver", { claimName: "OnDemand" }))), []);
  t.deepEqual(consumersOf(sparkJob(claimConf("executor", { claimName: "data" }))), []);
  t.is(consumersOf(sparkJob(claimConf("driver", { claimName: "data-SPARK_EXECUTOR_ID" }))).length, 1);
});
test("any number of pods may read a file, one application has one driver", (t) => {
  const file = configMap({ "spark-defaults.conf": `${CLAIM} data` });
  t.like(consumersOf(file), [{ place: `data["spark-defaults.conf"]: ${CLAIM}`, pods: "any", namespace: "team" }]);
  t.like(consumersOf(sparkApplication({ sparkConf: { [CLAIM]: "data" } })), [
    { place: `spec.sparkConf: ${CLAIM}`, pods: "own" },
  ]);
});
test("a name that is put together or not known yet can be any", (t) => {
  t.is(sparkConsumers(sparkJob(claimConf("driver", { claimName: "$(CLAIM)" })))[0]?.claimName, UNKNOWN);
  t.is(sparkConsumers(sparkApplication({ sparkConf: { [CLAIM]: UNKNOWN } }))[0]?.claimName, UNKNOWN);
});
