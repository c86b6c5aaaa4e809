/** What a tier needs from the machine, and why it cannot have it. */
import { machineProblems } from "../../local/preflight.js";

/** `nothing` beyond npm packages, the `toolchain` (found or built), or a built-in `cluster` (Linux and root as well). */
export type Requirement = "nothing" | "toolchain" | "cluster";

/** Answers with the reason why a tier cannot run here, or with nothing when it can. */
export async function obstacle(requirement: Requirement): Promise<string | undefined> {
  if (requirement === "nothing") return undefined;
  const problems = await machineProblems(requirement === "cluster" ? "built-in" : "context");
  return problems.length === 0 ? undefined : problems.map(({ what, fix }) => `${what}; ${fix}`).join("\n");
}
