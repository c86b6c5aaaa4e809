/** Pulumi's surroundings: a directory with its CLI and what it expects beside it, and a home of our own with the Kubernetes provider. */
import { createHash } from "node:crypto";
import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { execa } from "execa";

import { cacheHome } from "../paths.js";
import { moduleHash } from "./build.js";
import { KUBERNETES_PROVIDER } from "./programs.js";

/** How long the official download of the provider may take before it is built instead: it is one archive of about 40 MB. */
const DOWNLOAD_TIMEOUT_MS = 60_000;

/**
 * Runs dynamic providers on the copy of the SDK that the project has installed. Pulumi starts it in the project's directory; its official
 * distribution has a launcher of the same name.
 */
const DYNAMIC_PROVIDER_LAUNCHER = `#!/bin/sh
exec node "$(node -p 'require.resolve("@pulumi/pulumi/cmd/dynamic-provider")')" "$@"
`;

/** Pulumi's home: plugins only, since backend and passphrase come from the environment. Keyed, so that another provider gets another home. */
export function pulumiHome(): string {
  return join(cacheHome(), `pulumi-${moduleHash("pulumi-resource-kubernetes").slice(0, 12)}`);
}

/** Environment in which `pulumi` finds its plugins, asks nobody for a newer version and downloads nothing behind our back. */
export function pulumiEnvironment(pulumi: string): Record<string, string> {
  return {
    // The node that runs this is the one that runs the program: it is known to be recent enough.
    PATH: [dirname(pulumi), dirname(process.execPath), process.env["PATH"] ?? ""].join(":"),
    PULUMI_HOME: pulumiHome(),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/**
 * Keeps Pulumi from a debug log of every command, for which it has no switch: there is a file where it would make the directory. With these logs `up`
 * of 150 jobs took 1.2 times as long, and hundreds of megabytes stayed behind; `--logtostderr --verbose 9` says the same when it is asked for.
 */
export function turnOffLogs(): void {
  const logs = join(pulumiHome(), "logs");
  if (statSync(logs, { throwIfNoEntry: false })?.isFile() === true) return;
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(dirname(logs), { recursive: true });
  writeFileSync(logs, "A file, so that Pulumi cannot make a directory of this name and fill it with debug logs.\n");
}

/** Path that {@link assemblePulumi} gives the CLI. Its directory is named after all that goes in: the two programs' directories have hashes in their names. */
export function assembledPulumi(cli: string, languageHost: string): string {
  const hash = createHash("sha256").update(DYNAMIC_PROVIDER_LAUNCHER).digest("hex").slice(0, 12);
  return join(`${dirname(cli)}-${basename(dirname(languageHost))}-${hash}`, "pulumi");
}

/** Puts a built CLI, its language host and the launcher side by side: there Pulumi looks for them without a warning. */
export function assemblePulumi(cli: string, languageHost: string): void {
  const directory = dirname(assembledPulumi(cli, languageHost));
  if (existsSync(directory)) return;
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  // Hard links: Pulumi looks beside the real path of its executable, which for a symbolic link would be elsewhere.
  for (const program of [cli, languageHost]) linkSync(program, join(unfinished, basename(program)));
  writeFileSync(join(unfinished, "pulumi-resource-pulumi-nodejs"), DYNAMIC_PROVIDER_LAUNCHER, { mode: 0o755 });
  renameSync(unfinished, directory);
}

/** Whether the Kubernetes provider is registered. Pulumi keeps a `.partial` file beside a plugin until it is complete. */
export function hasKubernetesProvider(): boolean {
  const plugin = join(pulumiHome(), "plugins", `resource-kubernetes-v${KUBERNETES_PROVIDER}`);
  return existsSync(plugin) && !existsSync(`${plugin}.partial`);
}

/** Tries the official download; false when it did not work, for whatever reason. */
export async function downloadKubernetesProvider(pulumi: string): Promise<boolean> {
  const { exitCode } = await installPlugin(pulumi, [], DOWNLOAD_TIMEOUT_MS);
  return exitCode === 0 && hasKubernetesProvider();
}

/** Registers a provider that was built here. */
export async function registerKubernetesProvider(pulumi: string, binary: string): Promise<void> {
  const { exitCode, all } = await installPlugin(pulumi, ["--file", binary, "--reinstall"]);
  if (exitCode !== 0) throw new Error(`pulumi plugin install of ${binary} failed: ${all}`);
}

async function installPlugin(pulumi: string, args: string[], timeout = 0) {
  return execa(pulumi, ["plugin", "install", "resource", "kubernetes", KUBERNETES_PROVIDER, ...args], {
    env: pulumiEnvironment(pulumi),
    reject: false,
    all: true,
    timeout,
  });
}
