/** Settings to look a job up in, without asking a cluster. */
import { resolve } from "node:path";

import type { Settings } from "../infra/settings.js";
import { COMMITTED_SETTINGS, readSettings } from "./settings-file.js";
import { settingsOrigin } from "./stack.js";
import type { Target } from "./target.js";

/**
 * The settings as the next `npm run up` would read them: those of a file that the user names, else of the platform that is up, else the committed ones.
 *
 * @throws Error that lists everything that is wrong with them
 */
export async function readJobSettings(
  target: Target,
  named: string | undefined,
): Promise<{ readonly settings: Settings; readonly origin: string }> {
  const { file, overrides } =
    named === undefined
      ? (settingsOrigin(target) ?? { file: COMMITTED_SETTINGS, overrides: {} })
      : { file: resolve(named), overrides: {} };
  // Loaded here, since a run has no use for Pulumi's SDK.
  const { parseSettings } = await import("../infra/settings.js");
  return { settings: parseSettings({ ...readSettings(file), ...overrides }), origin: file };
}
