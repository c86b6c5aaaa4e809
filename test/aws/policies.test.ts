/** The rules about AWS in the real engine, asked about a program that breaks each of them once. */
import { fileURLToPath } from "node:url";

import test from "ava";

import { AWS_RULES } from "../../policies/rules/aws/index.js";
import { complaints } from "../engine/complaints.js";
import { Workspace } from "../engine/workspace.js";
import { simulatedAws } from "./simulated-aws.js";

const PROGRAM = fileURLToPath(new URL("programs/careless", import.meta.url));

/** Of volumes, and no StorageClass, which is Kubernetes' and asked with the other programs. */
const ASKED = [...AWS_RULES.map(({ name }) => name), "ebs-no-multi-attach"].filter(
  (name) => name !== "ebs-class-encrypted-late-binding",
);

const aws = simulatedAws();
const workspace = await Workspace.create(PROGRAM, aws.environment, "aws-test");

test.after.always(() => {
  workspace.remove();
  aws.world.end();
});

test.serial("a program on AWS is refused for each rule that it breaks", async (t) => {
  const { exitCode, output } = await workspace.preview();
  t.not(exitCode, 0);
  t.deepEqual(complaints(output, "mandatory"), ASKED.map((name) => `${name} ${name}`).sort(), output);
  t.deepEqual(complaints(output, "advisory"), [], output);
});

test.serial("an update without a preview ends at the first of them, before it is made", async (t) => {
  const { exitCode, output } = await workspace.change("up");
  t.not(exitCode, 0);
  t.is(complaints(output, "mandatory").length, 1, output);
  t.deepEqual(
    aws.world.history().filter(({ name }) => ASKED.includes(name)),
    [],
  );
});
