/** Where things are kept: the checkout, caches that all checkouts share, and state that belongs to one checkout. */
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root directory of this checkout. */
export const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)));

type Environment = Readonly<Record<string, string | undefined>>;

/** The XDG specification has relative paths ignored, and an empty value means the default. */
function baseDirectory(fromEnvironment: string | undefined, ...fallback: string[]): string {
  return fromEnvironment?.startsWith("/") === true ? fromEnvironment : join(homedir(), ...fallback);
}

/** What can be made again, shared by all checkouts: `$XDG_CACHE_HOME/spark-platform`, by default `~/.cache/spark-platform`. */
export function cacheHome(environment: Environment = process.env): string {
  return join(baseDirectory(environment["XDG_CACHE_HOME"], ".cache"), "spark-platform");
}

/**
 * State of one platform of one checkout: `$XDG_STATE_HOME/spark-platform/<name>-<hash>`, by default below `~/.local/state`. The hash is of the
 * checkout's path, so that two checkouts have two platforms.
 */
export function stateHome(name: string, environment: Environment = process.env, checkout = REPOSITORY): string {
  const hash = createHash("sha256").update(checkout).digest("hex").slice(0, 8);
  return join(baseDirectory(environment["XDG_STATE_HOME"], ".local", "state"), "spark-platform", `${name}-${hash}`);
}
