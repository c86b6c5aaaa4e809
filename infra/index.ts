/** The Pulumi program. Every stack runs it; they differ by their settings only. */

import { prepareGround } from "./cluster";
import { stackOutputs } from "./outputs";
import { createPlatform } from "./platform";
import { readSettings } from "./settings";

async function program() {
  const { settings, cluster } = await prepareGround(readSettings());
  return stackOutputs(settings, cluster, createPlatform(settings, cluster));
}

export = program;
