import test from "ava";

import {
  RBAC,
  acceptsEverywhere,
  definition,
  object,
  refusesEverywhere,
  waits,
  widget,
} from "../../namespaces-objects.js";
import { UNKNOWN, team } from "../../objects.js";

const RULE = "k8s-cluster-scoped-namespace";
const rules = { rules: [] };
const role = (metadata: Parameters<typeof object>[2]) => object(RBAC, "ClusterRole", metadata, rules);
const line = (kind: string) => `${RULE} it: metadata.namespace is "team", but a ${kind} lives in none`;

test(
  "a ClusterRole with a namespace is told of",
  refusesEverywhere,
  { resources: [team(), role({ name: "it", namespace: "team" })] },
  [line("ClusterRole")],
  { resources: [team(), object(RBAC, "Role", { name: "it", namespace: "team" }, rules)] },
);
test("without one, or with the empty one, it is not", acceptsEverywhere, {
  resources: [role({ name: "it" }), object(RBAC, "ClusterRole", { name: "empty", namespace: "" }, rules)],
});
test("the namespace default is what the provider fills in where it knows no better", acceptsEverywhere, {
  resources: [object("karpenter.sh/v1", "NodePool", { name: "it", namespace: "default" })],
});
test(
  "a namespace that is not known yet decides",
  waits,
  { resources: [role({ name: "it", namespace: UNKNOWN })] },
  RULE,
  "it: metadata.namespace is not known yet",
  { resources: [role({ name: "it" })] },
);
test(
  "a custom kind is judged as its definition in the stack says",
  refusesEverywhere,
  { resources: [team(), definition("Cluster"), widget("team")] },
  [line("Widget")],
  { resources: [team(), definition("Namespaced"), widget("team")] },
);
test(
  "a custom kind that is listed is judged too",
  refusesEverywhere,
  { resources: [team(), widget("team")], parameters: { clusterScopedCustomKinds: ["Widget"] } },
  [line("Widget")],
  { resources: [team(), widget("team")] },
);
