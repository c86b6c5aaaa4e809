import test from "ava";

import { fromEngine } from "./engine-states.js";

const urn = (types: string, name: string) => `urn:pulumi:prod::spark-platform::${types}::${name}`;

test("resources of the engine have their inputs, and the names of those that they come from", (t) => {
  const component = "spark-platform:aws:DataBucket";
  const bucket = { type: "aws:s3/bucket:Bucket", urn: urn(`${component}$aws:s3/bucket:Bucket`, "lake"), custom: true };
  const logging = "aws:s3/bucketLogging:BucketLogging";
  const states = [
    { type: component, urn: urn(component, "lake"), custom: false },
    { type: "pulumi:providers:aws", urn: urn("pulumi:providers:aws", "region"), custom: true, inputs: { region: "x" } },
    { ...bucket, inputs: { bucket: "acme-lake" }, propertyDependencies: { bucket: null } },
    {
      type: logging,
      urn: urn(`${component}$${logging}`, "lake"),
      custom: true,
      inputs: { targetPrefix: "s3/" },
      propertyDependencies: { bucket: [bucket.urn], targetPrefix: [] },
    },
  ];
  t.deepEqual(fromEngine(states), [
    { type: bucket.type, name: "lake", inputs: { bucket: "acme-lake" }, sources: { bucket: [] } },
    {
      type: logging,
      name: "lake",
      // A preview does not tell it, but where it will come from.
      inputs: { bucket: "04da6b54-80e4-46f7-96ec-b56ff0331ba9", targetPrefix: "s3/" },
      sources: { bucket: ["aws:s3/bucket:Bucket lake"], targetPrefix: [] },
    },
  ]);
});
