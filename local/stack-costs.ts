/** What a stack costs as its settings are written now, compared with those of another commit. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { execa } from "execa";

import { floorChange } from "../costs/change.js";
import { type JobHour, jobHour } from "../costs/job-hour.js";
import { PRICES_FILE, type Prices, readPrices } from "../costs/prices.js";
import { parseSettings, type Settings } from "../infra/settings.js";
import { costSection, type JobHourChange } from "../report/costs.js";
import { stackFile } from "./account/stack-file.js";
import { REPOSITORY } from "./paths.js";
import { settingsIn } from "./settings-file.js";

/** The branch that changes go into. */
const MAIN = "origin/main";

/**
 * Costs in Markdown; empty for a stack whose cluster is paid for elsewhere, and for settings that are wrong: of these the preview tells.
 *
 * @param base Git reference to compare with. Default: where this branch left `origin/main`
 * @throws Error when there is no such stack file or reference
 */
export async function stackCosts(stack: string, base: string | undefined): Promise<string> {
  const file = `stacks/Pulumi.${stack}.yaml`;
  const after = readable(readFileSync(stackFile({ stack }), "utf8"));
  const reference = await (base === undefined ? mergeBase() : existing(base));
  if (after === undefined || after.cluster.kind === "existing") return "";
  const old = reference === undefined ? undefined : await git("show", `${reference}:${file}`);
  const before = old === undefined ? undefined : readable(old);
  const prices = readPrices(join(REPOSITORY, PRICES_FILE));
  const hours = changedHours(before, after, prices);
  return costSection(floorChange(before, after, prices), hours, prices, before && (base ?? MAIN));
}

/** The hours of all jobs that are new, gone, or of another price. */
function changedHours(before: Settings | undefined, after: Settings, prices: Prices): JobHourChange[] {
  const names = [...new Set([...Object.keys(before?.jobs ?? {}), ...Object.keys(after.jobs)])].sort();
  return names.flatMap((job) => {
    const [was, is] = [before, after].map((settings) => hourOf(job, settings, prices));
    return isDeepStrictEqual(was, is) ? [] : [{ job, ...(was && { before: was }), ...(is && { after: is }) }];
  });
}

function hourOf(name: string, settings: Settings | undefined, prices: Prices): JobHour | undefined {
  const job = settings?.jobs[name];
  return settings === undefined || job === undefined ? undefined : jobHour(job, settings, prices);
}

/** Undefined when something is wrong with them, which for those of another commit can also mean that keys were called otherwise then. */
function readable(yaml: string): Settings | undefined {
  try {
    return parseSettings(settingsIn(yaml));
  } catch {
    return undefined;
  }
}

async function existing(reference: string): Promise<string> {
  if ((await git("rev-parse", "--verify", `${reference}^{commit}`)) !== undefined) return reference;
  throw new Error(`--base ${reference}: git knows no such commit, branch or tag; fetch it first, or name another`);
}

function mergeBase(): Promise<string | undefined> {
  return git("merge-base", "HEAD", MAIN);
}

/** What git answers; undefined when it fails. */
async function git(...args: string[]): Promise<string | undefined> {
  const { exitCode, stdout } = await execa("git", args, { cwd: REPOSITORY, reject: false });
  return exitCode === 0 ? stdout : undefined;
}
