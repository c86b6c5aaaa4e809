/** Any stack: each namespaced object whose namespace is not declared is refused, and nothing else. */
import assert from "node:assert/strict";

import test from "ava";
import fc from "fast-check";

import type { Resource } from "../../../policies/model/resource.js";
import { type Fields, clusterObject } from "../cases/builders.js";
import { levelsOf, saidAbout } from "../cases/levels.js";
import { refused } from "../cases/row.js";
import { STATES, inState } from "../cases/states.js";
import { EBS, claimSpec, onEbs, storageClass, volume } from "../cases/storage.js";
import { team } from "../objects.js";

const RBAC = "rbac.authorization.k8s.io/v1";
const NAMESPACED: readonly (readonly [apiVersion: string, kind: string, rest: Fields])[] = [
  ["v1", "ConfigMap", { data: {} }],
  ["v1", "PersistentVolumeClaim", { spec: claimSpec() }],
  ["v1", "ServiceAccount", {}],
  ["v1", "Service", { spec: { selector: { app: "it" }, ports: [{ port: 80 }] } }],
  [RBAC, "Role", { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] }],
  ["coordination.k8s.io/v1", "Lease", { spec: { leaseDurationSeconds: 15 } }],
  ["example/v1", "Table", { spec: { rows: 1 } }],
  ["another.example/v1", "Chair", { spec: { legs: 4 } }],
];

/** Without a namespace, and right so. */
const OTHERS = [
  clusterObject(RBAC, "ClusterRole", "reader", { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] }),
  storageClass("encrypted", EBS),
  volume("disk", onEbs("vol-1")),
  clusterObject("other.example/v1", "Room", "room"),
  clusterObject("apiextensions.k8s.io/v1", "CustomResourceDefinition", "rooms.other.example", definition("Cluster")),
  clusterObject("apiextensions.k8s.io/v1", "CustomResourceDefinition", "tables.example", definition("Namespaced")),
];

function definition(scope: "Cluster" | "Namespaced") {
  const [group, kind] = scope === "Cluster" ? ["other.example", "Room"] : ["example", "Table"];
  return { spec: { group, scope, names: { kind, plural: `${kind.toLowerCase()}s` }, versions: [] } };
}

const DECLARED = ["team", "theirs"];

const named = fc.record({
  kind: fc.constantFrom(...NAMESPACED),
  namespace: fc.constantFrom(...DECLARED, undefined, "", "default", "taem"),
});
const order = fc.array(fc.integer(), { minLength: 20, maxLength: 20 });

test("each object without a declared namespace is refused, and nothing else, in every state and order", (t) => {
  fc.assert(
    fc.property(fc.array(named, { maxLength: 8 }), order, (objects, places) => {
      const placed = objects.map(({ kind: [apiVersion, kind, rest], namespace }, index) => {
        const name = `it-${index}`;
        const metadata = { name, ...(namespace !== undefined && { namespace }) };
        return { name, namespace, object: clusterObject(apiVersion, kind, name, { ...rest, metadata }) };
      });
      const wrong = placed.filter(({ namespace = "" }) => !DECLARED.includes(namespace));
      const resources: readonly Resource[] = [team(), ...OTHERS, ...placed.map(({ object }) => object)];
      const shuffled = resources
        .map((resource, index) => ({ resource, place: places[index] ?? index }))
        .sort((a, b) => a.place - b.place)
        .map(({ resource }) => resource);
      const program = { resources: shuffled, parameters: { externalNamespaces: ["theirs"] } };
      for (const state of STATES) {
        assert.deepEqual(
          levelsOf(saidAbout(inState(program, state))),
          refused(...wrong.map(({ name }) => name)),
          state,
        );
      }
    }),
    { numRuns: 300 },
  );
  t.pass();
});
