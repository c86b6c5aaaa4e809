/** Pods in the files of a ConfigMap: complete ones are judged like any other pod, templates of executors for what they say. */
import test from "ava";
import { stringify } from "yaml";

import { driverPod } from "../../components/spark/driver-pod.js";
import { executorPod } from "../../components/spark/executor-pod.js";
import type { Value } from "../../policies/model/values.js";
import { flights, orders } from "../unit/components/spark/sample-jobs.js";
import { POD_SPEC, change, configMap, team } from "./objects.js";
import { accepts, refuses } from "./verdict.js";

const POD: Value = { apiVersion: "v1", kind: "Pod", metadata: { namespace: "team" }, spec: POD_SPEC };
const PLACE = 'settings: data["pi.yaml"]';

const inFile = (pod: unknown) => ({ resources: [team(), configMap({ "pi.yaml": stringify(pod) })] });
const changed = (path: string, value: Value | undefined) => inFile(change(POD, path, value));
const correct = inFile(POD);

for (const [what, path, value, line] of [
  ["no namespace", "metadata.namespace", undefined, `k8s-explicit-namespace ${PLACE} metadata.namespace is missing`],
  ["no metadata", "metadata", undefined, `k8s-explicit-namespace ${PLACE} metadata.namespace is missing`],
  [
    "the namespace default",
    "metadata.namespace",
    "default",
    `k8s-explicit-namespace ${PLACE} metadata.namespace is "default"`,
  ],
  [
    "a namespace that nobody declares",
    "metadata.namespace",
    "taem",
    `k8s-namespace-exists ${PLACE} metadata.namespace is "taem", which this stack does not declare`,
  ],
  [
    "no account",
    "spec.serviceAccountName",
    undefined,
    `k8s-no-default-service-account ${PLACE} spec.serviceAccountName is missing`,
  ],
  [
    "the account default",
    "spec.serviceAccountName",
    "default",
    `k8s-no-default-service-account ${PLACE} spec.serviceAccountName is "default"`,
  ],
  [
    "no limit of memory",
    "spec.containers.0.resources.limits.memory",
    undefined,
    `k8s-resources ${PLACE} spec.containers[0] "base": resources.limits.memory is missing`,
  ],
  [
    "a moving image",
    "spec.containers.0.image",
    "spark:latest",
    `k8s-image-pinned ${PLACE} spec.containers[0] "base": image "spark:latest" has the moving tag latest`,
  ],
] as const) {
  test(`a complete pod with ${what} is refused`, refuses, changed(path, value), [line], correct);
}

const template = { kind: "Pod", metadata: {}, spec: { containers: [{ name: "executor" }] } } satisfies Value;
test("a pod without an image is a template, which may leave all of it to Spark", accepts, inFile(template));
test(
  "what a template says is judged",
  refuses,
  inFile(change(change(template, "metadata.namespace", "taem"), "spec.serviceAccountName", "default")),
  [
    `k8s-namespace-exists ${PLACE} metadata.namespace is "taem", which this stack does not declare`,
    `k8s-no-default-service-account ${PLACE} spec.serviceAccountName is "default"`,
  ],
  inFile(change(change(template, "metadata.namespace", "team"), "spec.serviceAccountName", "spark-executor")),
);

const placement = { namespace: "team" };
const manifest = (job: typeof flights) => ({ apiVersion: "v1", kind: "Pod", ...driverPod(job, placement) });
test("the platform's own driver pods pass", accepts, {
  resources: [
    team(),
    configMap({ "flights.yaml": stringify(manifest(flights)), "orders.yaml": stringify(manifest(orders)) }),
  ],
});
test("the platform's own template of executors passes", accepts, inFile(executorPod(placement)));
