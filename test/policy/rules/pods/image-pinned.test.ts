import test from "ava";

import {
  CONTAINER,
  CRON_JOB_POD,
  POD_SPEC,
  UNKNOWN,
  change,
  configMap,
  cronJob,
  resource,
  team,
} from "../../objects.js";
import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { object } from "../../pods-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "k8s-image-pinned";
const BASE = `${CRON_JOB_POD}.containers[0] "base"`;
const IMAGE = `${CRON_JOB_POD}.containers.0.image`;
const ARGS = `${CRON_JOB_POD}.containers.0.args`;

const withImage = (image: string) => ({ resources: [team(), cronJob(IMAGE, image)] });
const withArgs = (...args: string[]) => ({ resources: [team(), cronJob(ARGS, args)] });
/** Every Spark program says where its pods start. */
const NAMESPACE = "spark.kubernetes.namespace=team";
const withFile = (file: string, text: string) => ({ resources: [team(), configMap({ [file]: text })] });

for (const [image, why, pinned] of [
  ["spark", "has no tag, which means latest", "spark:4.1.2"],
  ["spark:latest", "has the moving tag latest", "spark:latest-4"],
  ["host:5000/spark", "has no tag, which means latest", "host:5000/spark:4.1.2"],
  ["spark:4@sha256:abc", "has an incomplete digest", `spark:latest@sha256:${"a".repeat(64)}`],
  ["spark:$(TAG)", "is put together at run time", "spark:4.1.2"],
] as const) {
  const lines = [`${RULE} pi: ${BASE}: image "${image}" ${why}`];
  test(`the image ${image} is refused, ${pinned} is not`, refuses, withImage(image), lines, withImage(pinned));
}

test("an empty image is a missing one", (t) => {
  t.deepEqual(verdict({ resources: [team(), cronJob(IMAGE, "")] }), [`${RULE} pi: ${BASE}: image is missing`]);
});
test(
  "a missing image is refused",
  refuses,
  { resources: [team(), cronJob(IMAGE, undefined)] },
  [`${RULE} pi: ${BASE}: image is missing`],
  { resources: [team(), cronJob()] },
);

for (const list of ["initContainers", "ephemeralContainers"]) {
  const withOther = (image: string) => {
    const other = change(change(CONTAINER, "name", "other"), "image", image);
    return { resources: [team(), cronJob(CRON_JOB_POD, change(POD_SPEC, list, [other]))] };
  };
  const lines = [`${RULE} pi: ${CRON_JOB_POD}.${list}[0] "other": image "tool:latest" has the moving tag latest`];
  test(`${list} are judged too`, refuses, withOther("tool:latest"), lines, withOther("tool:1"));
}

for (const [kind, token, path] of [
  ["Pod", "core/v1", "spec"],
  ["PodTemplate", "core/v1", "template.spec"],
  ["ReplicationController", "core/v1", "spec.template.spec"],
  ["Deployment", "apps/v1", "spec.template.spec"],
  ["ReplicaSet", "apps/v1", "spec.template.spec"],
  ["StatefulSet", "apps/v1", "spec.template.spec"],
  ["DaemonSet", "apps/v1", "spec.template.spec"],
  ["Job", "batch/v1", "spec.template.spec"],
  ["Rollout", "argoproj.io/v1alpha1", "spec.template.spec"],
  ["ScaledJob", "keda.sh/v1alpha1", "spec.jobTargetRef.template.spec"],
] as const) {
  const workload = (image: string) => {
    const pod = change(POD_SPEC, "containers.0.image", image);
    const inputs = change({ kind, metadata: { name: "it", namespace: "team" } }, path, pod);
    return { resources: [team(), resource(`kubernetes:${token}:${kind}`, inputs)] };
  };
  const lines = [`${RULE} it: ${path}.containers[0] "base": image "spark" has no tag, which means latest`];
  test(`the pod of a ${kind} is judged`, refuses, workload("spark"), lines, workload("spark:1"));
}

for (const key of ["container", "driver.container", "executor.container"]) {
  const conf = (image: string) =>
    withArgs("spark-submit", "--conf", NAMESPACE, "--conf", `spark.kubernetes.${key}.image=${image}`);
  const lines = [`${RULE} pi: ${BASE}: command line: image "spark:latest" has the moving tag latest`];
  test(
    `spark.kubernetes.${key}.image among the arguments is judged`,
    refuses,
    conf("spark:latest"),
    lines,
    conf("spark:4"),
  );
}
test(
  "an image inside a shell command is judged",
  refuses,
  withArgs("-c", `spark-submit --conf ${NAMESPACE} --conf 'spark.kubernetes.container.image=spark' pi.py`),
  [`${RULE} pi: ${BASE}: command line: image "spark" has no tag, which means latest`],
  withArgs("-c", `spark-submit --conf ${NAMESPACE} --conf 'spark.kubernetes.container.image=spark:4' pi.py`),
);
test(
  "the pull policy is not an image",
  accepts,
  withArgs("--conf", NAMESPACE, "--conf", "spark.kubernetes.container.image.pullPolicy=Always"),
);

test(
  "an unknown conf could hide an image, another unknown argument could not",
  refuses,
  { resources: [team(), cronJob(ARGS, ["spark-submit", "--conf", NAMESPACE, "--conf", UNKNOWN])] },
  [`${RULE} pi: ${BASE}: command line is not known yet`],
  { resources: [team(), cronJob(ARGS, ["spark-submit", "--conf", NAMESPACE, "pi.py", UNKNOWN])] },
);
test("everything unknown on the way to the image breaks the rule once", (t) => {
  const unknown = (path: string) => verdict({ resources: [team(), cronJob(path, UNKNOWN)] });
  t.deepEqual(unknown(IMAGE), [`${RULE} pi: ${BASE}: image is not known yet`]);
  t.deepEqual(unknown(ARGS), [`${RULE} pi: ${BASE}: command line is not known yet`]);
  const whole = unknown(`${CRON_JOB_POD}.containers`).filter((line) => line.startsWith(RULE));
  t.deepEqual(whole, [`${RULE} pi: ${CRON_JOB_POD}.containers[0]: image is not known yet`]);
  const pod = unknown(CRON_JOB_POD).filter((line) => line.startsWith(RULE));
  t.deepEqual(pod, [`${RULE} pi: ${CRON_JOB_POD}: image is not known yet`]);
});

const executor = (image: string) => `apiVersion: v1
kind: Pod
spec:
  containers:
    - name: executor
      image: ${image}
    - name: of-sparks-choice
`;
test(
  "a pod template in a ConfigMap is judged",
  refuses,
  withFile("executor.yaml", executor("spark:latest")),
  [
    `${RULE} settings: data["executor.yaml"] spec.containers[0] "executor": image "spark:latest" has the moving tag latest`,
  ],
  withFile("executor.yaml", executor("spark:4")),
);
test(
  "a pod template in JSON is judged",
  refuses,
  withFile("pod.json", '{"kind":"Pod","spec":{"containers":[{"image":"spark"},{}]}}'),
  [`${RULE} settings: data["pod.json"] spec.containers[0]: image "spark" has no tag, which means latest`],
  withFile("pod.json", '{"kind":"Pod","spec":{"containers":[{"image":"spark:4"},{}]}}'),
);
test(
  "an image in spark-defaults.conf is judged",
  refuses,
  withFile("spark-defaults.conf", "spark.kubernetes.namespace team\nspark.kubernetes.container.image   spark:latest\n"),
  [`${RULE} settings: data["spark-defaults.conf"]: image "spark:latest" has the moving tag latest`],
  withFile("spark-defaults.conf", "spark.kubernetes.namespace team\nspark.kubernetes.container.image   spark:4\n"),
);
test(
  "a template that leaves the image to Spark is accepted",
  accepts,
  withFile("executor.yaml", "kind: Pod\nspec:\n  containers:\n    - name: executor\n"),
);
test(
  "a program that mentions pods is not a template",
  accepts,
  withFile("dag.py", 'POD = {"kind": "Pod", "image": IMAGE}\n'),
);
test("a patch that leaves the image alone is accepted, one that sets it is judged", (t) => {
  const patch = (pod: Value) => {
    const inputs: Value = {
      kind: "Deployment",
      metadata: { name: "it", namespace: "team" },
      spec: { template: { spec: pod } },
    };
    return verdict({ resources: [team(), resource("kubernetes:apps/v1:DeploymentPatch", inputs)] });
  };
  t.deepEqual(patch({ containers: [{ name: "base" }] }), []);
  t.deepEqual(patch({ containers: [{ name: "base", image: "spark" }] }), [
    `${RULE} it: spec.template.spec.containers[0] "base": image "spark" has no tag, which means latest`,
  ]);
});

const variable = (name: string, value: Value) => ({
  resources: [team(), cronJob(`${CRON_JOB_POD}.containers.0.env`, [{ name, value }])],
});
for (const [name, conf] of [
  ["PYSPARK_SUBMIT_ARGS", "--conf spark.kubernetes.container.image=spark"],
  ["SPARK_CONF", "spark.kubernetes.executor.container.image=spark"],
] as const) {
  test(
    `an image in the variable ${name} is judged`,
    refuses,
    variable(name, conf),
    [`${RULE} pi: ${BASE}: env ${name}: image "spark" has no tag, which means latest`],
    variable(name, `${conf}:4`),
  );
}
test(
  "a variable of Spark that is not known yet could hide an image, another could not",
  refuses,
  variable("SPARK_CONF", UNKNOWN),
  [`${RULE} pi: ${BASE}: env SPARK_CONF is not known yet`],
  variable("WAREHOUSE_HOST", UNKNOWN),
);
test("an image is what a variable beside it makes of it", (t) => {
  const withTag = (tag: string) => {
    const args = ["spark-submit", "--conf", NAMESPACE, "--conf", "spark.kubernetes.container.image=spark:$(TAG)"];
    const container = change(change(CONTAINER, "args", args), "env", [{ name: "TAG", value: tag }]);
    return verdict({ resources: [team(), cronJob(`${CRON_JOB_POD}.containers`, [container])] });
  };
  t.deepEqual(withTag("4"), []);
  t.deepEqual(withTag("latest"), [`${RULE} pi: ${BASE}: command line: image "spark:latest" has the moving tag latest`]);
});

const ofRule = (resource: Resource) => verdict({ resources: [team(), resource] }).filter((it) => it.startsWith(RULE));
for (const [kind, path] of [
  ["SparkApplication", "spec"],
  ["ScheduledSparkApplication", "spec.template"],
] as const) {
  test(`the images of a ${kind} are judged`, (t) => {
    const application = (rest: Readonly<Record<string, Value>>) =>
      ofRule(object("sparkoperator.k8s.io/v1beta2", kind, "it", { spec: path === "spec" ? rest : { template: rest } }));
    const line = (place: string) => [`${RULE} it: ${place}: image "spark" has no tag, which means latest`];
    t.deepEqual(application({ image: "spark:4", driver: { image: "spark:4" }, executor: { image: "spark:4" } }), []);
    t.deepEqual(application({ image: "spark" }), line(path));
    t.deepEqual(application({ driver: { image: "spark" } }), line(`${path}.driver`));
    t.deepEqual(application({ executor: { image: "spark" } }), line(`${path}.executor`));
    t.deepEqual(application({ sparkConf: { "spark.kubernetes.container.image": "spark" } }), line(`${path}.sparkConf`));
    t.deepEqual(application({ image: UNKNOWN }), [`${RULE} it: ${path}: image is not known yet`]);
  });
}
test("an unknown SparkApplication breaks the rule once", (t) => {
  const unknown = object("sparkoperator.k8s.io/v1beta2", "SparkApplication", "it", { spec: UNKNOWN });
  t.deepEqual(ofRule(unknown), [`${RULE} it: spec.sparkConf is not known yet`]);
});
