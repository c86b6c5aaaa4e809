import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import test from "ava";

import { ensureToolchain, missingPrograms, type Program } from "../../../../local/toolchain.js";
import { calls, machine, removeMachines } from "./machine.js";

test.after.always(removeMachines);

/** Installs the plugin from a file always, from the network unless there is a file `offline`. */
const PULUMI = `#!/bin/sh
here=$(dirname "$(command -v go)")
echo "$(basename "$0") $(echo "$*" | sed 's|--file [^ ]*/|--file |')" >>"$here/calls"
case "$*" in *--file*) ;; *) if [ -e "$here/offline" ]; then exit 1; fi ;; esac
mkdir -p "$PULUMI_HOME/plugins/resource-kubernetes-v4.25.0"
`;

const PROGRAMS: readonly Program[] = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-kubernetes"];
const silent = (): void => undefined;

test.serial("a built Pulumi lies beside its language host and the launcher of dynamic providers", async (t) => {
  machine("go1.26.8", PULUMI);
  const toolchain = await ensureToolchain(PROGRAMS, silent);
  t.deepEqual(readdirSync(dirname(toolchain.path("pulumi"))).sort(), [
    "pulumi",
    "pulumi-language-nodejs",
    "pulumi-resource-pulumi-nodejs",
  ]);
});

test.serial(
  "the directory of a built Pulumi is named after the launcher as well, so that another one is another directory",
  async (t) => {
    machine("go1.26.8", PULUMI);
    const directory = dirname((await ensureToolchain(PROGRAMS, silent)).path("pulumi"));
    const launcher = readFileSync(join(directory, "pulumi-resource-pulumi-nodejs"));
    t.true(directory.endsWith(`-${createHash("sha256").update(launcher).digest("hex").slice(0, 12)}`));
  },
);

test.serial(
  "Pulumi runs with a home of its own, the running Node first, and neither update check nor downloads",
  async (t) => {
    const { cache } = machine("go1.26.8", PULUMI);
    const { env, path } = await ensureToolchain(PROGRAMS, silent);
    const { PATH = "", PULUMI_HOME = "", ...rest } = env;
    t.deepEqual(PATH.split(":").slice(0, 2), [dirname(path("pulumi")), dirname(process.execPath)]);
    t.is(dirname(PULUMI_HOME), dirname(cache));
    t.regex(basename(PULUMI_HOME), /^pulumi-[0-9a-f]{12}$/);
    t.deepEqual(rest, { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" });
  },
);

test.serial("Pulumi finds no place for its debug logs, and those of before are gone", async (t) => {
  machine("go1.26.8", PULUMI);
  const { env } = await ensureToolchain(PROGRAMS, silent);
  const logs = join(env["PULUMI_HOME"] ?? "", "logs");
  t.true(statSync(logs).isFile());
  rmSync(logs);
  mkdirSync(logs);
  writeFileSync(join(logs, "old.log"), "much");
  await ensureToolchain(PROGRAMS, silent);
  t.true(statSync(logs).isFile());
});

test.serial("where the official provider can be downloaded, it is not built", async (t) => {
  const here = machine("go1.26.8", PULUMI);
  await ensureToolchain(PROGRAMS, silent);
  t.is(calls(here).at(-1), "pulumi plugin install resource kubernetes 4.25.0");
  t.deepEqual(await missingPrograms(PROGRAMS), []);
});

test.serial("where it cannot, it is built and registered, once", async (t) => {
  const here = machine("go1.26.8", PULUMI);
  writeFileSync(join(here.go, "offline"), "");
  const lines: string[] = [];
  await ensureToolchain(PROGRAMS, (line) => lines.push(line));
  t.deepEqual(lines, [
    "building pulumi from Go modules (1 of 3)",
    "building pulumi-language-nodejs from Go modules (2 of 3)",
    "downloading Pulumi's Kubernetes provider",
    "building pulumi-resource-kubernetes from Go modules (3 of 3)",
  ]);
  const before = calls(here);
  t.is(before.at(-1), "pulumi plugin install resource kubernetes 4.25.0 --file pulumi-resource-kubernetes --reinstall");
  await ensureToolchain(PROGRAMS, silent);
  t.deepEqual(calls(here), before);
});

test.serial("a plugin that Pulumi has not finished installing counts as missing", async (t) => {
  machine("go1.26.8", PULUMI);
  const { env } = await ensureToolchain(PROGRAMS, silent);
  const plugin = join(env["PULUMI_HOME"] ?? "", "plugins", "resource-kubernetes-v4.25.0");
  t.true(existsSync(plugin));
  writeFileSync(`${plugin}.partial`, "");
  t.deepEqual(await missingPrograms(PROGRAMS), ["pulumi-resource-kubernetes"]);
});
