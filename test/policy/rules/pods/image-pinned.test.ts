import test from "ava";

import { CRON_JOB_POD, POD_SPEC, UNKNOWN, change, configMap, cronJob, resource, team } from "../../objects.js";
import type { Value } from "../../../../policies/model/values.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "k8s-image-pinned";
const BASE = `${CRON_JOB_POD}.containers[0] "base"`;
const IMAGE = `${CRON_JOB_POD}.containers.0.image`;
const ARGS = `${CRON_JOB_POD}.containers.0.args`;

const withImage = (image: string) => ({ resources: [team(), cronJob(IMAGE, image)] });
const withArgs = (...args: string[]) => ({ resources: [team(), cronJob(ARGS, args)] });
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

test(
  "a missing image is refused",
  refuses,
  { resources: [team(), cronJob(IMAGE, undefined)] },
  [`${RULE} pi: ${BASE}: image is missing`],
  { resources: [team(), cronJob()] },
);

const resourcesOfBase = { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } };
for (const list of ["initContainers", "ephemeralContainers"]) {
  const withOther = (image: string) => {
    const other = change(POD_SPEC, list, [{ name: "other", image, resources: resourcesOfBase }]);
    return { resources: [team(), cronJob(CRON_JOB_POD, other)] };
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
  const conf = (image: string) => withArgs("spark-submit", "--conf", `spark.kubernetes.${key}.image=${image}`);
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
  withArgs("-c", "spark-submit --conf 'spark.kubernetes.container.image=spark' pi.py"),
  [`${RULE} pi: ${BASE}: command line: image "spark" has no tag, which means latest`],
  withArgs("-c", "spark-submit --conf 'spark.kubernetes.container.image=spark:4' pi.py"),
);
test(
  "the pull policy is not an image",
  accepts,
  withArgs("--conf", "spark.kubernetes.container.image.pullPolicy=Always"),
);

test(
  "an unknown conf could hide an image, another unknown argument could not",
  refuses,
  { resources: [team(), cronJob(ARGS, ["spark-submit", "--conf", UNKNOWN])] },
  [`${RULE} pi: ${BASE}: command line is not known yet`],
  { resources: [team(), cronJob(ARGS, ["spark-submit", "pi.py", UNKNOWN])] },
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
  withFile("spark-defaults.conf", "spark.executor.cores 1\nspark.kubernetes.container.image   spark:latest\n"),
  [`${RULE} settings: data["spark-defaults.conf"]: image "spark:latest" has the moving tag latest`],
  withFile("spark-defaults.conf", "spark.executor.cores 1\nspark.kubernetes.container.image   spark:4\n"),
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
