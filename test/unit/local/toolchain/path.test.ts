import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";

import { installedPrograms, isRecent, onPath, parseVersion } from "../../../../local/toolchain/path.js";

const directories: string[] = [];
test.after.always(() => directories.forEach((directory) => rmSync(directory, { recursive: true })));

/** A directory with executables that print what is given. */
function programs(contents: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), "spark-platform-path-"));
  directories.push(directory);
  for (const [name, output] of Object.entries(contents)) {
    writeFileSync(join(directory, name), `#!/bin/sh\necho "${output}"\n`, { mode: 0o755 });
  }
  return directory;
}

test("versions are read as programs print them", (t) => {
  t.deepEqual(parseVersion("v3.259.0"), [3, 259]);
  t.deepEqual(parseVersion("go1.26.8"), [1, 26]);
  t.deepEqual(parseVersion("Client Version: v1.34.10\nKustomize Version: v5.7.1"), [1, 34]);
  t.is(parseVersion("no version"), undefined);
});

test("a version is recent from the oldest on", (t) => {
  t.true(isRecent([3, 240], [3, 240]));
  t.true(isRecent([4, 0], [3, 240]));
  t.false(isRecent([3, 239], [3, 240]));
  t.false(isRecent([2, 300], [3, 240]));
});

test("a program is found where PATH names it first, and only if it can be run", (t) => {
  const [first, second] = [programs({ other: "" }), programs({ tool: "" })];
  writeFileSync(join(first, "tool"), "not executable");
  mkdirSync(join(first, "directory"));
  const path = `:${first}:/nowhere:${second}`;
  t.is(onPath("tool", path), join(second, "tool"));
  t.is(onPath("directory", path), undefined);
  t.is(onPath("missing", path), undefined);
});

test.serial("an installed Pulumi and kubectl are used when recent enough", async (t) => {
  const directory = programs({
    pulumi: "v3.240.0",
    "pulumi-language-nodejs": "",
    "pulumi-resource-pulumi-nodejs": "",
    kubectl: "Client Version: v1.33.0",
  });
  process.env["PATH"] = `${directory}:/usr/bin:/bin`;
  t.deepEqual(await installedPrograms(), {
    kubectl: join(directory, "kubectl"),
    pulumi: join(directory, "pulumi"),
    "pulumi-language-nodejs": join(directory, "pulumi-language-nodejs"),
  });
});

test.serial("an old kubectl and a Pulumi without its language host are as good as none", async (t) => {
  process.env["PATH"] = `${programs({ pulumi: "v3.300.0", kubectl: "Client Version: v1.32.4" })}:/usr/bin:/bin`;
  t.deepEqual(await installedPrograms(), {});
});

test.serial("an old Pulumi is as good as none", async (t) => {
  const old = { pulumi: "v3.239.9", "pulumi-language-nodejs": "", "pulumi-resource-pulumi-nodejs": "", kubectl: "" };
  process.env["PATH"] = `${programs(old)}:/usr/bin:/bin`;
  t.deepEqual(await installedPrograms(), {});
});
