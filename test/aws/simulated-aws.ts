/** Pulumi with the simulated AWS in place of the real one. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

import { KUBECONFIG_VARIABLE } from "./providers/eks/kubeconfig.js";
import { World, WORLD_VARIABLE } from "./providers/world.js";

const PROVIDERS = fileURLToPath(new URL("providers/bin", import.meta.url));

export interface SimulatedAws {
  readonly world: World;
  /** Addition to the environment of Pulumi. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A new, empty world.
 *
 * @param kubeconfig file of the API server that stands for the cluster's own. Default: clusters get a kubeconfig that leads nowhere
 */
export function simulatedAws(kubeconfig?: string): SimulatedAws {
  const world = new World(mkdtempSync(join(tmpdir(), "spark-platform-aws-")));
  return {
    world,
    environment: {
      // Only here does Pulumi find the two providers.
      PATH: [PROVIDERS, process.env["PATH"] ?? ""].join(delimiter),
      [WORLD_VARIABLE]: world.directory,
      ...(kubeconfig !== undefined && { [KUBECONFIG_VARIABLE]: kubeconfig }),
    },
  };
}
