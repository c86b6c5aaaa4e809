import test from "ava";

import { lossOf, worstFirst } from "../../../report/data-loss.js";
import { DATA_TYPES } from "../../../vocabulary.js";

test("whatever policies protect is a loss when it is deleted or replaced, and its loss has words of its own", (t) => {
  for (const type of DATA_TYPES) {
    for (const operation of ["delete", "replace"] as const) t.truthy(lossOf({ type, operation }), type);
    t.not(lossOf({ type, operation: "delete" }), "what it holds", type);
  }
});

test("what the cluster keeps is a loss too", (t) => {
  for (const type of [
    "apps/v1:StatefulSet",
    "core/v1:PersistentVolumeClaim",
    "core/v1:PersistentVolume",
    "core/v1:Namespace",
  ]) {
    t.truthy(lossOf({ type: `kubernetes:${type}`, operation: "delete" }), type);
  }
});

test("nothing is lost where a resource is made, changed in place, or left to itself", (t) => {
  for (const operation of ["create", "import", "update", "forget"] as const) {
    t.is(lossOf({ type: "aws:rds/instance:Instance", operation }), undefined);
  }
});

test("what can be made again is no loss", (t) => {
  t.is(lossOf({ type: "kubernetes:apps/v1:Deployment", operation: "delete" }), undefined);
});

test("a database comes before a claim, and of two buckets the one without a successor", (t) => {
  const database = { type: "aws:rds/instance:Instance", operation: "replace" } as const;
  const claim = { type: "kubernetes:core/v1:PersistentVolumeClaim", operation: "delete" } as const;
  const [gone, replaced] = (["delete", "replace"] as const).map((operation) => ({
    type: "aws:s3/bucket:Bucket",
    operation,
  }));
  t.deepEqual([claim, replaced, gone, database].filter((one) => one !== undefined).sort(worstFirst), [
    database,
    gone,
    replaced,
    claim,
  ]);
});
