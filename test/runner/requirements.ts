/** What a tier needs from the machine, and why it cannot have it. */
import { checkMachine, installPackages, type Packages } from "../../local/preflight.js";
import { onPath } from "../../local/toolchain/path.js";
import { TEST_PLATFORM } from "./platform.js";

/**
 * `nothing` beyond npm packages, the `toolchain` (found or built), a built-in `cluster` (Linux and root as well), or a container `registry`
 * beside it.
 */
export type Requirement = "nothing" | "toolchain" | "cluster" | "registry";

const REGISTRY: Packages = { "docker-registry": "docker-registry" };

/** Answers with the reason why a tier cannot run here, or with nothing when it can. */
export async function obstacle(requirement: Requirement): Promise<string | undefined> {
  if (requirement === "nothing") return undefined;
  const needsCluster = requirement !== "toolchain";
  try {
    if (needsCluster && process.env["CI"] === "true") await installPackages(REGISTRY);
    await checkMachine(needsCluster ? "built-in" : "context", TEST_PLATFORM);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (requirement !== "registry" || onPath("docker-registry") !== undefined) return undefined;
  return "There is no container registry to push to.\n  To mend it: apt-get install docker-registry";
}
