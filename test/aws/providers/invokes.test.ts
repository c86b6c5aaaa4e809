/** What AWS answers. */
import test from "ava";

import { CONFIGURATION, SUBNET, account } from "./account.js";
import { answer } from "./invokes.js";
import { type Properties, textAt } from "./values.js";

test("what a test declares is found by questions and can be built upon", (t) => {
  const { world } = account(t);
  const subnet = { vpcId: "vpc-0aaaaaaaaaaaaaaaa", availabilityZone: "eu-central-1a", cidrBlock: "10.0.0.0/24" };
  world.declare(SUBNET, "subnet-0aaaaaaaaaaaaaaaa", subnet);
  const ask = (args: Properties) => answer(world, CONFIGURATION, "aws:ec2/getSubnet:getSubnet", args);
  t.like(ask({ id: "subnet-0aaaaaaaaaaaaaaaa" }), subnet);
  t.throws(() => ask({ id: "subnet-0bbbbbbbbbbbbbbbb" }), { message: /^InvalidSubnetID\.NotFound/ });
  const filters = [{ name: "vpc-id", values: ["vpc-0aaaaaaaaaaaaaaaa"] }];
  t.deepEqual(answer(world, CONFIGURATION, "aws:ec2/getSubnets:getSubnets", { filters })["ids"], [
    "subnet-0aaaaaaaaaaaaaaaa",
  ]);
});

test("an image has the same digest each time, unless the world has none of it", (t) => {
  const { world } = account(t);
  const ask = (imageTag: string) =>
    textAt(
      answer(world, CONFIGURATION, "aws:ecr/getImage:getImage", { repositoryName: "spark", imageTag }),
      "imageDigest",
    );
  t.regex(ask("1.0"), /^sha256:[0-9a-f]{64}$/);
  t.is(ask("1.0"), ask("1.0"));
  world.configure({ missingImages: ["spark:1.1"] });
  t.throws(() => ask("1.1"), { message: /^ImageNotFoundException/ });
});

test("a question that the simulation cannot answer is named", (t) => {
  const { world } = account(t);
  t.throws(() => answer(world, CONFIGURATION, "aws:ec2/getAmi:getAmi", {}), {
    message: "The simulated AWS cannot answer aws:ec2/getAmi:getAmi.",
  });
});
