import test from "ava";

import { judgeDisk, judgeMemory, judgeToolchain } from "../../../../local/doctor/machine.js";
import type { Probes } from "../../../../local/preflight.js";

const FINE: Probes = {
  platform: "linux",
  isRoot: true,
  goVersion: "go1.26.8",
  hasProgram: () => true,
  hasFile: () => true,
  missing: [],
  directories: {},
  clusterIsNew: false,
  freeBytes: 100e9,
};

test("programs that Go can build are no fault, without Go they are", (t) => {
  t.deepEqual(judgeToolchain(FINE), { kind: "ok", seen: "every program is there" });
  const bare: Probes = { ...FINE, missing: ["etcd", "kubectl"] };
  t.deepEqual(judgeToolchain(bare), { kind: "ok", seen: "npm run up builds what is missing: etcd, kubectl" });
  t.deepEqual(judgeToolchain({ ...bare, goVersion: undefined }), {
    kind: "wrong",
    problems: [
      {
        what: "Go is not on PATH, and these programs have to be built: etcd, kubectl",
        fix: "install Go 1.26 or newer",
      },
    ],
  });
});

test("a disk is too full when the first `up` would fill it, and later when nearly nothing is left", (t) => {
  t.deepEqual(judgeDisk("built-in", { ...FINE, freeBytes: 9e9, clusterIsNew: true }), {
    kind: "wrong",
    problems: [
      {
        what: "9.0 GB of disk are free and 10 GB are needed",
        fix: "free some disk, or set XDG_CACHE_HOME and XDG_STATE_HOME to directories on another one",
      },
    ],
  });
  t.deepEqual(judgeDisk("built-in", { ...FINE, freeBytes: 9e9 }), { kind: "ok", seen: "9.0 GB are free" });
  t.deepEqual(judgeDisk("built-in", { ...FINE, freeBytes: 1.9e9 }), {
    kind: "wrong",
    problems: [
      {
        what: "Only 1.9 GB are free",
        fix: "free some disk: what is full fails in databases and pods, with other words",
      },
    ],
  });
});

test("memory has to hold the cluster that is still to start, and a command beside one that runs", (t) => {
  const memory = { total: 16e9, available: 6.9e9, clusterRuns: false };
  t.deepEqual(judgeMemory("built-in", memory), {
    kind: "wrong",
    problems: [
      {
        what: "6.9 GB of 16.0 GB are available, and 7.0 GB are needed",
        fix: "end other programs, or use a cluster elsewhere: -- --context NAME",
      },
    ],
  });
  t.is(judgeMemory("built-in", { ...memory, available: 7e9 }).kind, "ok");
  t.is(judgeMemory("built-in", { ...memory, clusterRuns: true }).kind, "ok");
  t.is(judgeMemory("built-in", { ...memory, available: 0.9e9, clusterRuns: true }).kind, "wrong");
  t.is(judgeMemory("context", memory).kind, "ok");
});

test("a machine that could never hold the cluster is not told to end programs", (t) => {
  t.deepEqual(judgeMemory("built-in", { total: 4e9, available: 3e9, clusterRuns: false }), {
    kind: "wrong",
    problems: [
      {
        what: "3.0 GB of 4.0 GB are available, and 7.0 GB are needed",
        fix: "use a larger machine, or use a cluster elsewhere: -- --context NAME",
      },
    ],
  });
});
