import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { text } from "node:stream/consumers";

import test from "ava";

/** Writes down how it was called, takes its time, and uses this project's packages; fails when there is a file `fails` beside it. */
const NPM = `#!/bin/sh
here=$(dirname "$0")
echo "$*" >>"$here/calls"
if [ -e "$here/fails" ]; then exit 3; fi
sleep 0.5
ln -s '${resolve("node_modules")}' node_modules
`;

const roots: string[] = [];
test.after.always(() => roots.forEach((root) => rmSync(root, { recursive: true })));

/** A clone whose only command prints its arguments, on a machine with an npm of its own. */
function clone(): string {
  const root = mkdtempSync(join(tmpdir(), "spark-platform-bootstrap-"));
  roots.push(root);
  mkdirSync(join(root, "local"));
  for (const file of ["bootstrap.mjs", "package.json"]) copyFileSync(join("local", file), join(root, "local", file));
  writeFileSync(
    join(root, "local", "main.ts"),
    "export const main = (args: string[]): void => console.log(`ran ${args.join(' ')}`);",
  );
  writeFileSync(join(root, "package-lock.json"), "{}");
  utimesSync(join(root, "package-lock.json"), 0, 0);
  mkdirSync(join(root, "bin"));
  writeFileSync(join(root, "bin", "npm"), NPM, { mode: 0o755 });
  return root;
}

async function run(root: string, ...args: string[]): Promise<{ output: string; errors: string; code: unknown }> {
  const env = {
    ...process.env,
    NODE_ENV: "production",
    PATH: [join(root, "bin"), process.env["PATH"]].join(delimiter),
  };
  const child = spawn(process.execPath, [join(root, "local", "bootstrap.mjs"), ...args], { env });
  const exit = once(child, "exit");
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { output, errors, code: (await exit)[0] };
}

test("of two first commands at the same time one installs the packages, development packages as well, and both run", async (t) => {
  const root = clone();
  const [up, job] = await Promise.all([run(root, "up"), run(root, "job", "pi")]);
  const calls = readFileSync(join(root, "bin", "calls"), "utf8");
  t.is(calls, "ci --ignore-scripts --include=dev --no-audit --no-fund --loglevel=error\n");
  t.deepEqual(up, { output: "Installing npm packages …\nran up\n", errors: "", code: 0 });
  t.deepEqual(job, { output: "Installing npm packages …\nran job pi\n", errors: "", code: 0 });
  t.deepEqual(await run(root, "down"), { output: "ran down\n", errors: "", code: 0 });
});

test("packages that were installed without development packages are installed again", async (t) => {
  const root = clone();
  mkdirSync(join(root, "node_modules"));
  writeFileSync(join(root, "node_modules", ".package-lock.json"), "{}");
  await run(root, "up");
  t.true(existsSync(join(root, "bin", "calls")));
});

test("when npm fails, nothing runs, and its exit code comes through", async (t) => {
  const root = clone();
  writeFileSync(join(root, "bin", "fails"), "");
  t.deepEqual(await run(root, "up"), {
    output: "Installing npm packages …\n",
    errors: "npm ci failed: see its lines above, then run the same command again.\n",
    code: 3,
  });
});
