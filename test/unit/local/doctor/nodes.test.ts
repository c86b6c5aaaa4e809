import test from "ava";

import { judgeNodes } from "../../../../local/doctor/nodes.js";
import type { Condition, Node } from "../../../../local/doctor/objects.js";

const READY: Condition = { type: "Ready", status: "True" };
const CALM: Condition = { type: "DiskPressure", status: "False" };

function node(name: string, conditions: readonly Condition[] = [READY, CALM], unschedulable = false): Node {
  return { metadata: { name }, spec: { unschedulable }, status: { conditions } };
}

const describe = (name: string): string => `describe ${name}`;

test("nodes that are ready and without pressure take pods", (t) => {
  t.deepEqual(judgeNodes([node("a"), node("b")], describe, "kubectl"), { kind: "ok", seen: "2 take pods" });
  t.deepEqual(judgeNodes([node("a"), node("b", [READY], true)], describe, "kubectl"), {
    kind: "ok",
    seen: "2 take pods",
  });
});

test("a node that is not ready, or short of something, is named with its own words", (t) => {
  const lost: Condition = { type: "Ready", status: "Unknown", message: "Kubelet stopped posting node status." };
  const full: Condition = { type: "DiskPressure", status: "True", message: "kubelet has disk pressure" };
  t.deepEqual(judgeNodes([node("a", [lost]), node("b", [READY, full])], describe, "kubectl"), {
    kind: "wrong",
    problems: [
      { what: "a is not ready: Kubelet stopped posting node status.", fix: "describe a" },
      { what: "b has DiskPressure: kubelet has disk pressure", fix: "describe b" },
    ],
  });
});

test("a cluster whose nodes are all cordoned takes no pod", (t) => {
  t.deepEqual(judgeNodes([node("a", [READY], true)], describe, "kubectl"), {
    kind: "wrong",
    problems: [{ what: "Every node is cordoned and takes no pod", fix: "kubectl uncordon a" }],
  });
});

test("a cluster without nodes may make one when a pod needs it", (t) => {
  t.is(judgeNodes([], describe, "kubectl").kind, "later");
});
