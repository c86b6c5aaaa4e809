import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import test from "ava";

import { ensureToolchain, missingPrograms } from "../../../../local/toolchain.js";
import { calls, machine, removeMachines } from "./machine.js";

test.after.always(removeMachines);

const silent = (): void => undefined;

test.serial("what is missing is built, one after the other, and each is told with its number", async (t) => {
  const here = machine();
  const lines: string[] = [];
  // What users have set for work of their own is not for ours.
  Object.assign(process.env, { GOOS: "plan9", GOARCH: "riscv64", GOFLAGS: "-race", GOEXPERIMENT: "arenas" });
  const toolchain = await ensureToolchain(["etcd", "pause"], (line) => lines.push(line));
  t.deepEqual(lines, ["building etcd from Go modules (1 of 2)", "building pause from Go modules (2 of 2)"]);
  t.true(readFileSync(toolchain.path("etcd"), "utf8").startsWith("#!/bin/sh\n"));
  t.regex(toolchain.path("etcd"), /\/toolchain\/etcd-[0-9a-f]{12}\/etcd$/);
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const output = toolchain.path("etcd").replace(/\/etcd$/, ".unfinished/etcd");
  t.is(
    calls(here)[0],
    `CGO_ENABLED=0 GOFLAGS=-mod=readonly GOOS=${process.platform} GOARCH=${architecture} GOEXPERIMENT= etcd build -trimpath -buildvcs=false -ldflags -s -w -o ${output} go.etcd.io/etcd/server/v3`,
  );
  t.deepEqual(toolchain.env, {});
});

test.serial("a second time nothing is built", async (t) => {
  const here = machine();
  await ensureToolchain(["etcd"], silent);
  await ensureToolchain(["etcd"], silent);
  t.is(calls(here).length, 1);
  t.deepEqual(await missingPrograms(["etcd", "pause"]), ["pause"]);
});

test.serial("two at the same time build once", async (t) => {
  const here = machine();
  const [one, two] = await Promise.all([ensureToolchain(["etcd"], silent), ensureToolchain(["etcd"], silent)]);
  t.is(calls(here).length, 1);
  t.is(one.path("etcd"), two.path("etcd"));
});

test.serial("what is built stays when Go becomes another one, or goes", async (t) => {
  const here = machine();
  const { path } = await ensureToolchain(["etcd"], silent);
  for (const version of ["go1.27.0", "go1.24.1"]) {
    writeFileSync(join(here.go, "version"), version);
    t.is((await ensureToolchain(["etcd"], silent)).path("etcd"), path("etcd"));
  }
  rmSync(join(here.go, "go"));
  process.env["PATH"] = here.go;
  t.is((await ensureToolchain(["etcd"], silent)).path("etcd"), path("etcd"));
  t.is(calls(here).length, 1);
});

test.serial("a failed build names its log, leaves no program, and can be repeated", async (t) => {
  const here = machine();
  writeFileSync(join(here.go, "fails"), "");
  await t.throwsAsync(ensureToolchain(["etcd"], silent), {
    message: `Building etcd 3.6.14 failed. The whole log is ${here.cache}/logs/etcd.log; its end:\ncannot find module`,
  });
  t.deepEqual(await missingPrograms(["etcd"]), ["etcd"]);
  t.false(readdirSync(here.cache).some((entry) => /^etcd-[0-9a-f]{12}$/.test(entry)));
});

test.serial("without a recent Go the error says what is needed", async (t) => {
  machine("go1.24.1");
  await t.throwsAsync(ensureToolchain(["etcd"], silent), {
    message:
      "etcd has to be built and that takes Go 1.26 or newer; found: go1.24.1. Install Go and run the same command again.",
  });
});

test.serial("a program that was not asked for is an error of the caller", async (t) => {
  machine();
  const toolchain = await ensureToolchain([], silent);
  t.throws(() => toolchain.path("etcd"), { message: "etcd was not asked of the toolchain." });
});
