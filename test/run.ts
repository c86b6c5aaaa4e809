/** `npm test`: runs the tiers, one after another, and ends with the line `N passed, N failed`. `npm run test:unit` and so on run one tier. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { platformExists, RECORDS, TEST_PLATFORM } from "./runner/platform.js";
import { ADDITION, NOTHING, type Result } from "./runner/result.js";
import { obstacle } from "./runner/requirements.js";
import { TIERS, type Tier } from "./runner/tiers.js";

interface Outcome {
  readonly tier: Tier;
  readonly seconds: number;
  readonly result: Result;
}

/** Answers with the process's exit code. */
export async function main(names: string[]): Promise<number> {
  const unknown = names.filter((name) => !TIERS.some((tier) => tier.name === name));
  if (unknown.length > 0) {
    console.error(`There is no tier ${unknown.join(", ")}. Tiers: ${TIERS.map(({ name }) => name).join(", ")}.`);
    return 1;
  }
  mkdirSync(RECORDS, { recursive: true });
  const outcomes: Outcome[] = [];
  for (const tier of TIERS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    outcomes.push(await runTier(tier));
  }
  return report(outcomes);
}

async function runTier(tier: Tier): Promise<Outcome> {
  console.log(`\n── ${tier.name}: ${tier.shows}`);
  const start = Date.now();
  const result = await tryTier(tier);
  return { tier, result, seconds: (Date.now() - start) / 1000 };
}

async function tryTier(tier: Tier): Promise<Result> {
  const reason = await obstacle(tier.needs);
  if (reason !== undefined) {
    // A machine that cannot run a tier is fine on a desk; in CI it would be a green light that nobody earned.
    const inCi = process.env["CI"] === "true";
    console.log(`${inCi ? "failed" : "skipped"}: ${reason}`);
    return inCi ? { ...NOTHING, failed: 1 } : { ...NOTHING, skipped: 1 };
  }
  try {
    return await tier.run(join(RECORDS, `${tier.name}.log`));
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return { ...NOTHING, failed: 1 };
  }
}

function report(outcomes: readonly Outcome[]): number {
  console.log("\ntier       passed  failed  skipped      took    budget");
  for (const { tier, seconds, result } of outcomes) {
    const counts = [result.passed, result.failed, result.skipped].map((count) => String(count).padStart(6));
    const late = seconds > tier.budgetSeconds ? "  over budget" : "";
    console.log(
      `${tier.name.padEnd(10)} ${counts.join("  ")} ${`${seconds.toFixed(0)} s`.padStart(11)} ${`${tier.budgetSeconds} s`.padStart(9)}${late}`,
    );
  }
  const total = outcomes.map(({ result }) => result).reduce(ADDITION, NOTHING);
  if (platformExists()) console.log(`\nThe platform "${TEST_PLATFORM}" is still up. To end it: npm run test:down`);
  if (total.skipped > 0) console.log(`\n${total.skipped} skipped`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}
