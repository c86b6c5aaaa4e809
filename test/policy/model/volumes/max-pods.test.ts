/** How many pods of a workload there can be, autoscalers included. */
import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { change, resource } from "../../objects.js";
import {
  FIRST,
  UNKNOWN,
  autoscaler,
  data,
  deployment,
  object,
  podWith,
  scaledObject,
  stack,
  statefulSet,
  uses,
  web,
} from "../../volumes-objects.js";
import { refuses, verdict } from "../../verdict.js";

const RULE = "ebs-workload-single-pod";
const line = (name: string, count: string, place = FIRST) =>
  `${RULE} ${name}: ${place} is claim team/data on EBS, and there can be ${count}`;
const notKnown = (name: string, place = FIRST) =>
  `${RULE} ${name}: ${place} is claim team/data on EBS, and how many pods there are at once is not known yet`;

const using: readonly Value[] = [uses("data")];
const scaled = (...scalers: readonly Resource[]) => stack(data, web, ...scalers);
test(
  "an autoscaler",
  refuses,
  scaled(autoscaler("web", 3)),
  [line("web", "3 pods at once")],
  scaled(autoscaler("web", 1)),
);
test(
  "an autoscaler of a workload without pods",
  refuses,
  stack(data, deployment("web", using, { replicas: 0 }), autoscaler("web", 2)),
  [line("web", "2 pods at once")],
  stack(data, deployment("web", using, { replicas: 0 })),
);
test(
  "an autoscaler does not take away replicas",
  refuses,
  stack(data, deployment("web", using, { replicas: 2 }), autoscaler("web", 1)),
  [line("web", "2 pods at once")],
  scaled(autoscaler("web", 1)),
);
test(
  "an autoscaler whose bound is not known yet",
  refuses,
  scaled(autoscaler("web", UNKNOWN)),
  [notKnown("web")],
  scaled(autoscaler("web", 1)),
);
const patch = (name: string, spec: Value, kind = "Deployment") =>
  resource(`kubernetes:apps/v1:${kind}Patch`, {
    apiVersion: "apps/v1",
    kind,
    metadata: { name, namespace: "team" },
    spec,
  });
test(
  "a patch that writes the replicas of a Deployment elsewhere in the stack",
  refuses,
  scaled(patch("web", { replicas: 2 })),
  [line("web", "2 pods at once")],
  scaled(patch("web", { replicas: 1 })),
);
test("a patch of another workload, or of other fields, changes no number of pods", (t) => {
  t.deepEqual(verdict(scaled(patch("api", { replicas: 2 }))), []);
  t.deepEqual(verdict(scaled(patch("web", { replicas: 2 }, "StatefulSet"))), []);
  t.deepEqual(verdict(scaled(patch("web", { paused: true }))), []);
});
test("more than one pod is certain whatever the autoscaler's bound", (t) => {
  const program = stack(data, deployment("web", using, { replicas: 2 }), autoscaler("web", UNKNOWN));
  t.deepEqual(verdict(program), [line("web", "2 pods at once")]);
});
test("KEDA scales to a hundred pods", refuses, scaled(scaledObject("web")), [line("web", "100 pods at once")], {
  ...scaled(scaledObject("web", { maxReplicaCount: 1 })),
});
test("KEDA scales a StatefulSet if it says so", (t) => {
  const set = statefulSet("web", using);
  const target = (kind: string) => scaledObject("web", { scaleTargetRef: { kind, name: "web" }, maxReplicaCount: 2 });
  t.deepEqual(verdict(stack(data, set, target("StatefulSet"))), [line("web", "2 pods at once")]);
  t.deepEqual(verdict(stack(data, set, target("Deployment"))), []);
  t.deepEqual(verdict(stack(data, set, scaledObject("web"))), []);
});
test("an autoscaler of something else does not count", (t) => {
  const other = autoscaler("web", 3, "Deployment", { namespace: "lab" });
  const inLab = verdict({ ...scaled(other), parameters: { externalNamespaces: ["lab"] } });
  t.deepEqual(
    inLab.filter((it) => it.startsWith(RULE)),
    [],
  );
  t.deepEqual(
    verdict(scaled(autoscaler("api", 3))).filter((it) => it.startsWith(RULE)),
    [],
  );
  t.deepEqual(
    verdict(scaled(autoscaler("web", 3, "StatefulSet"))).filter((it) => it.startsWith(RULE)),
    [],
  );
  const elsewhere = autoscaler("web", 3, "Deployment", { provider: "another" });
  t.deepEqual(
    verdict(scaled(elsewhere)).filter((it) => it.startsWith(RULE)),
    [],
  );
  const anotherKind = object("example/v1", "HorizontalPodAutoscaler", "it", {
    spec: { scaleTargetRef: { kind: "Deployment", name: "web" }, maxReplicas: 3 },
  });
  t.deepEqual(verdict(scaled(anotherKind)), []);
});
test("an autoscaler of an output is that of the resource", (t) => {
  const scaler = autoscaler("web", 3);
  const aimless: Resource = { ...scaler, inputs: change(scaler.inputs, "spec.scaleTargetRef.name", UNKNOWN) };
  const program = stack(data, web, deployment("api", []), aimless);
  const said = (...from: readonly string[]) => verdict({ ...program, dependencies: { "web-scaler.spec": from } });
  t.deepEqual(said("web"), [line("web", "3 pods at once")]);
  t.deepEqual(said("api"), []);
  t.deepEqual(said("data"), [notKnown("web")]);
});

for (const [apiVersion, kind] of [
  ["apps/v1", "ReplicaSet"],
  ["extensions/v1beta1", "ReplicaSet"],
  ["v1", "ReplicationController"],
] as const) {
  const set = (replicas: number) =>
    stack(data, object(apiVersion, kind, "set", { spec: { replicas, template: { spec: podWith(using) } } }));
  test(`a ${kind} of ${apiVersion} with two replicas`, refuses, set(2), [line("set", "2 pods at once")], set(1));
}
test(
  "a StatefulSet with two replicas and one claim",
  refuses,
  stack(data, statefulSet("db", using, { replicas: 2 })),
  [line("db", "2 pods at once")],
  stack(data, statefulSet("db", using)),
);
