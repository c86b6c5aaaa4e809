/** The first preview of each stack: nothing is there yet, so the kubeconfig is unknown. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import test from "ava";

import { inventory, type PlannedResource } from "./inventory/facts.js";
import { simulatedAws } from "./simulated-aws.js";
import { stackOnAws, STACKS } from "./stack-on-aws.js";

for (const stack of STACKS) {
  const golden = fileURLToPath(new URL(`inventory/${stack}.yaml`, import.meta.url));

  test.serial(`stack ${stack}: the first preview plans exactly its inventory, and no policy is violated`, async (t) => {
    const aws = simulatedAws();
    const workspace = await stackOnAws(stack, aws);
    t.teardown(() => {
      workspace.remove();
      aws.world.end();
    });
    const { exitCode, output } = await workspace.preview("--json");
    t.is(exitCode, 0, output);
    t.notRegex(output, /\[mandatory\]|\[advisory\]/);
    t.deepEqual(aws.world.history(), []);

    const planned = inventory(plannedResources(output));
    if (process.env["UPDATE_INVENTORY"] === "1") writeFileSync(golden, planned);
    t.deepEqual(
      planned.split("\n"),
      readFileSync(golden, "utf8").split("\n"),
      "to accept it: test/aws/inventory/README.md",
    );
  });
}

function plannedResources(output: string): PlannedResource[] {
  const { steps } = JSON.parse(output.slice(output.indexOf("{\n"))) as { steps: { newState: PlannedResource }[] };
  return steps.map(({ newState }) => newState);
}
