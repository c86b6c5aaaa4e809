/** Whether the settings that the next `npm run up` would read are right. */
import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";

import { requireImages } from "../foreign-cluster.js";
import { readJobSettings } from "../job-settings.js";
import { REPOSITORY } from "../paths.js";
import { COMMITTED_SETTINGS, readSettings } from "../settings-file.js";
import { settingsOrigin } from "../stack.js";
import type { Target } from "../target.js";
import { type Check, check, type Verdict, verdict } from "./check.js";

export interface SettingsFacts {
  /** File from the repository's root. Undefined when nobody has said which it is. */
  readonly file: string | undefined;
  readonly jobs: number;
  /** Everything that is wrong with it. */
  readonly error?: string;
}

/** @param named file that the user asks about; default: that of the platform that is up, else the committed one */
export function settingsCheck(target: Target, named: string | undefined): Check {
  return check("Settings", () => askSettings(target, named), judgeSettings);
}

async function askSettings(target: Target, named: string | undefined): Promise<SettingsFacts> {
  const origin = named ?? settingsOrigin(target)?.file;
  // An existing cluster has no use for the committed ones: they name images that only the built-in cluster has.
  if (origin === undefined && target.kind === "context") return { file: undefined, jobs: 0 };
  const path = resolve(origin ?? COMMITTED_SETTINGS);
  const file = shown(path);
  if (!existsSync(path)) return { file, jobs: 0, error: `${file}: there is no such file` };
  try {
    if (target.kind === "context") requireImages(readSettings(path));
    const { settings } = await readJobSettings(target, named);
    return { file, jobs: Object.keys(settings.jobs).length };
  } catch (error) {
    return { file, jobs: 0, error: error instanceof Error ? error.message : String(error) };
  }
}

export function judgeSettings({ file, jobs, error }: SettingsFacts): Verdict {
  if (file === undefined) return { kind: "later", why: "name yours to have them looked at: --settings FILE" };
  const problems = error === undefined ? [] : [{ what: error, fix: `edit ${file}` }];
  return verdict(problems, `${file} is right: ${jobs} ${jobs === 1 ? "job" : "jobs"}`);
}

function shown(path: string): string {
  const below = relative(REPOSITORY, path);
  return below.startsWith("..") ? path : below;
}
