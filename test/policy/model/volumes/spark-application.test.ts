/** Row 105 of the specification: claims of applications of the Spark operators. */
import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { MOUNTS, scheduledApplication, sparkApplication } from "../../cases/spark-objects.js";
import { FIRST, type Fields, UNKNOWN, data, object, present, stack, uses } from "../../volumes-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "ebs-workload-single-pod";
const line = (name: string, count: string, place = FIRST) =>
  `${RULE} ${name}: ${place} is claim team/data on EBS, and there can be ${count}`;
const unbounded = (reason = "") => `any number of pods at once${reason}`;

const using: readonly Value[] = [uses("data")];
const volumes: Fields = { volumes: using };
const REPLACED = unbounded(": a replacement of an executor starts before the old one's volume is free");
test(
  "executors of a SparkApplication",
  refuses,
  stack(data, sparkApplication({}, MOUNTS, volumes)),
  [line("app", REPLACED, 'spec.volumes[0] "data" of the executor')],
  stack(data, sparkApplication(MOUNTS, {}, volumes)),
);
test("the driver of a SparkApplication that a schedule starts", (t) => {
  const RUNS = unbounded(": runs overlap, and so do executors");
  for (const policy of [undefined, "Allow"]) {
    t.deepEqual(verdict(stack(data, scheduledApplication(policy, MOUNTS, volumes))), [
      line("app", RUNS, 'spec.template.volumes[0] "data" of the driver'),
    ]);
  }
  t.deepEqual(verdict(stack(data, scheduledApplication("Forbid", MOUNTS, volumes))), []);
});
test("volumes that neither driver nor executor mounts", accepts, stack(data, sparkApplication({}, {}, volumes)));
test("mounts that are not known yet may be of the claim", (t) => {
  const program = stack(data, sparkApplication({}, { volumeMounts: UNKNOWN }, volumes));
  t.deepEqual(verdict(program), [line("app", REPLACED, 'spec.volumes[0] "data" of the executor')]);
  const unnamed: Fields = { volumes: [{ name: UNKNOWN, persistentVolumeClaim: { claimName: "data" } }] };
  t.deepEqual(verdict(stack(data, sparkApplication({}, MOUNTS, unnamed))), [
    line("app", REPLACED, "spec.volumes[0] of the executor"),
  ]);
});
test("a SparkApplication with whole pods", (t) => {
  const template: Fields = { template: { spec: { volumes: using } } };
  t.deepEqual(verdict(stack(data, sparkApplication({}, template))), [
    line("app", REPLACED, 'spec.executor.template.spec.volumes[0] "data"'),
  ]);
  t.deepEqual(verdict(stack(data, sparkApplication(template, {}))), []);
});
test("applications of Apache's operator", (t) => {
  const apache = (role: string) => {
    const spec: Fields = { [role]: { podTemplateSpec: { spec: { volumes: using } } } };
    return object("spark.apache.org/v1", "SparkApplication", "app", { spec: present(spec) });
  };
  const said = (role: string) => verdict(stack(data, apache(role))).filter((it) => it.startsWith(RULE));
  t.deepEqual(said("executorSpec"), [
    line("app", REPLACED, 'spec.executorSpec.podTemplateSpec.spec.volumes[0] "data"'),
  ]);
  t.deepEqual(said("driverSpec"), []);
});
