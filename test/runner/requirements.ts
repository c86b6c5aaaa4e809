/** What a tier needs from the machine, and why it cannot have it. */
import { checkMachine } from "../../local/preflight.js";
import { TEST_PLATFORM } from "./platform.js";

/** `nothing` beyond npm packages, the `toolchain` (found or built), or a built-in `cluster` (Linux and root as well). */
export type Requirement = "nothing" | "toolchain" | "cluster";

/** Answers with the reason why a tier cannot run here, or with nothing when it can. */
export async function obstacle(requirement: Requirement): Promise<string | undefined> {
  if (requirement === "nothing") return undefined;
  try {
    await checkMachine(requirement === "cluster" ? "built-in" : "context", TEST_PLATFORM);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
