import test from "ava";

import { inputFailures } from "./input-check.js";
import { FIXED } from "./replacement.js";
import { schemaOf } from "./schema.js";
import type { Members, ResourceSchema } from "./schema-shapes.js";
import { type Properties, UNKNOWN } from "./values.js";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

const COMPLETE: Properties = {
  clusterName: "main",
  nodeRoleArn: UNKNOWN,
  subnetIds: ["subnet-1"],
  scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 2 },
  labels: { pool: "drivers" },
  taints: [{ key: "pool", value: "drivers", effect: "NO_SCHEDULE" }],
};

async function failures(inputs: Properties): Promise<string[]> {
  const found = inputFailures(NODE_GROUP, await schemaOf(NODE_GROUP), inputs);
  return found.map(({ property, reason }) => `${property}: ${reason}`);
}

test("inputs that the real provider takes pass, unknown ones among them", async (t) => {
  t.deepEqual(await failures(COMPLETE), []);
});

test("a property that the real provider does not know is named, also inside an object", async (t) => {
  t.deepEqual(await failures({ ...COMPLETE, instanceType: "m7g.large" }), [
    "instanceType: aws:eks/nodeGroup:NodeGroup has no such property",
  ]);
  t.deepEqual(await failures({ ...COMPLETE, scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 2, size: 1 } }), [
    "scalingConfig.size: aws:eks/nodeGroup:NodeGroup has no such property",
  ]);
});

test("every missing required property is named", async (t) => {
  t.deepEqual(await failures({ clusterName: "main", subnetIds: [], scalingConfig: { minSize: 0, maxSize: 1 } }), [
    "scalingConfig.desiredSize: missing required property",
    "nodeRoleArn: missing required property",
  ]);
});

test("a value of another kind is named with what it is", async (t) => {
  const wrong = {
    subnetIds: "subnet-1",
    labels: ["pool"],
    diskSize: "80",
    taints: [{ key: true, effect: "NO_SCHEDULE" }],
  };
  t.deepEqual(await failures({ ...COMPLETE, ...wrong }), [
    'subnetIds: expected a list, got string "subnet-1"',
    "labels: expected a map, got a list",
    "taints[0].key: expected a string, got boolean true",
    'diskSize: expected a number, got string "80"',
  ]);
});

test("a type that the package does not have is refused", async (t) => {
  const error = await t.throwsAsync(schemaOf("aws:eks/nodePool:NodePool"));
  t.regex(error.message, /^@pulumi\/aws \S+ has no resource type aws:eks\/nodePool:NodePool\.$/);
});

test("types whose files are named in another way are found", async (t) => {
  for (const type of ["aws:kendra/index:Index", "aws:glue/mLTransform:MLTransform"]) {
    t.true((await schemaOf(type)).inputs["name"] !== undefined, type);
  }
});

test("the list of what forces a replacement names properties that exist", async (t) => {
  for (const [type, { properties }] of Object.entries(FIXED)) {
    const schema = await schemaOf(type);
    const wrong = properties.filter((property) => !exists(schema, schema.inputs, property.split(".")));
    t.deepEqual(wrong, [], type);
  }
});

function exists(schema: ResourceSchema, members: Members, [name = "", ...rest]: string[]): boolean {
  const member = members[name];
  if (member === undefined || rest.length === 0) return member !== undefined;
  return member.shape.kind === "object" && exists(schema, schema.objects[member.shape.name] ?? {}, rest);
}
