import test from "ava";

import { imageReferences, judgeImages, judgePods } from "../../../../local/doctor/pods.js";
import { container, HEALTHY, pod } from "./platform-objects.js";

const DRIVER = { name: "flights-x", namespace: "spark-analytics" };
const AIRFLOW_IMAGE = "localhost/spark-platform/airflow:1";
const SPARK_IMAGE = "localhost/spark-platform/spark:4f1c2a9b3d5e";

test("the images of all workloads are known, each once", (t) => {
  t.deepEqual(imageReferences(HEALTHY), [AIRFLOW_IMAGE, SPARK_IMAGE]);
  t.deepEqual(judgeImages({ items: HEALTHY, missing: [] }, "npm run up"), { kind: "ok", seen: "2 images are in use" });
});

test("an image that the node does not have is found before a pod needs it", (t) => {
  t.deepEqual(judgeImages({ items: HEALTHY, missing: [SPARK_IMAGE] }, "npm run up"), {
    kind: "wrong",
    problems: [{ what: `The node does not have ${SPARK_IMAGE}`, fix: "npm run up loads it" }],
  });
});

test("a pod that cannot get its image is told with the registry's words, under Images only", (t) => {
  for (const reason of ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"]) {
    const waiting = container("spark", { reason, message: "manifest unknown" });
    const items = [pod(DRIVER, { phase: "Pending", containerStatuses: [waiting] })];
    t.deepEqual(judgeImages({ items, missing: [] }, "npm run up"), {
      kind: "wrong",
      problems: [
        {
          what: `Pod spark-analytics/flights-x cannot get image localhost/spark-platform/spark:1 (${reason}): manifest unknown`,
          fix: "see that the registry has it and the nodes may pull it; npm run images builds and pushes images",
        },
      ],
    });
    t.is(judgePods(items, "kubectl").kind, "ok");
  }
});

test("a pod that no node takes is told with the scheduler's words", (t) => {
  const message = "0/1 nodes are available: 1 Insufficient memory.";
  const conditions = [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }];
  t.deepEqual(judgePods([...HEALTHY, pod(DRIVER, { phase: "Pending", conditions })], "kubectl"), {
    kind: "wrong",
    problems: [
      {
        what: `No node takes pod spark-analytics/flights-x: ${message}`,
        fix: "make room (end other pods, or add a node), or lower what the pod asks for in the settings",
      },
    ],
  });
});

test("a pod that is held back on purpose is not stuck", (t) => {
  const conditions = [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }];
  t.is(judgePods([...HEALTHY, pod(DRIVER, { phase: "Pending", conditions })], "kubectl").kind, "ok");
});

test("a container that does not start is told with its reason, one that is starting is not", (t) => {
  const missing = { reason: "CreateContainerConfigError", message: 'secret "flights-api" not found' };
  const stuck = pod(DRIVER, { phase: "Pending", containerStatuses: [container("base", missing)] });
  t.deepEqual(judgePods([stuck], "kubectl"), {
    kind: "wrong",
    problems: [
      {
        what: 'Pod spark-analytics/flights-x, container base: CreateContainerConfigError: secret "flights-api" not found',
        fix: "kubectl --namespace spark-analytics describe pod flights-x",
      },
    ],
  });
  const starting = pod(DRIVER, {
    phase: "Pending",
    initContainerStatuses: [container("prepare", { reason: "PodInitializing" })],
    containerStatuses: [container("base", { reason: "ContainerCreating" })],
  });
  t.deepEqual(judgePods([...HEALTHY, starting], "kubectl"), { kind: "ok", seen: "1 runs, none is stuck" });
});
