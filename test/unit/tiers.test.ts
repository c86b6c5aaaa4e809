import test from "ava";

import { readmeCommand } from "../readme.js";
import { product } from "../runner/platform.js";
import { TIERS } from "../runner/tiers.js";

test("npm test runs tiers by their names, and refuses one that is not there before it runs any", async (t) => {
  const { exitCode, output } = await product(...readmeCommand("npm test"), "unti");
  t.is(exitCode, 1);
  t.is(output.trim(), `There is no tier unti. Tiers: ${TIERS.map(({ name }) => name).join(", ")}.`);
});
