import test from "ava";

import { machineProblems, type Probes } from "../../../local/preflight.js";
import { platformPrograms } from "../../../local/toolchain.js";

/** A machine on which everything must still be made and nothing is wrong. */
const FINE: Probes = {
  platform: "linux",
  isRoot: true,
  nodeVersion: "20.19.0",
  goVersion: "go1.26.8",
  hasProgram: () => true,
  hasFile: () => true,
  missing: platformPrograms("built-in"),
  clusterIsNew: true,
  freeBytes: 100e9,
};

test("a machine that has everything has no problems", (t) => {
  t.deepEqual(machineProblems("built-in", FINE), []);
  t.deepEqual(machineProblems("context", FINE), []);
});

test("who is not root is sent to another cluster, and hears of nothing else", (t) => {
  t.deepEqual(machineProblems("built-in", { ...FINE, isRoot: false, goVersion: undefined, freeBytes: 0 }), [
    {
      what: "The built-in cluster needs Linux and root, and you are not root",
      fix: "use a cluster that you have (minikube, kind, Docker Desktop): add `-- --context NAME` to the command",
    },
  ]);
});

test("who is not on Linux is sent to another cluster", (t) => {
  t.deepEqual(
    machineProblems("built-in", { ...FINE, platform: "darwin" }).map(({ what }) => what),
    ["The built-in cluster needs Linux and root, and this is darwin"],
  );
});

test("with --context neither root nor Linux nor Debian packages are needed", (t) => {
  const laptop: Probes = { ...FINE, platform: "darwin", isRoot: false, hasProgram: () => false, hasFile: () => false };
  t.deepEqual(machineProblems("context", laptop), []);
});

test("all missing Debian packages are named in one command", (t) => {
  const bare: Probes = {
    ...FINE,
    hasProgram: (name) => !["containerd", "debootstrap", "unshare"].includes(name),
    hasFile: () => false,
  };
  t.deepEqual(machineProblems("built-in", bare), [
    {
      what: "Debian packages are missing: containerd, containernetworking-plugins, debootstrap, util-linux",
      fix: "apt-get install --yes --no-install-recommends containerd containernetworking-plugins debootstrap util-linux",
    },
  ]);
});

test("a Node that is too old is named with the one that is needed", (t) => {
  t.deepEqual(machineProblems("context", { ...FINE, nodeVersion: "20.18.3" }), [
    { what: "Node 20.18.3 is too old", fix: "install Node 20.19 or newer" },
  ]);
});

test("Go is asked for when something has to be built", (t) => {
  t.deepEqual(machineProblems("built-in", { ...FINE, goVersion: undefined, missing: ["etcd", "kubectl"] }), [
    {
      what: "Go is not on PATH, and these programs have to be built: etcd, kubectl",
      fix: "install Go 1.26 or newer",
    },
  ]);
});

test("a Go that is too old is named, with the programs to install instead where that saves the building", (t) => {
  const missing = ["kubectl", "pulumi", "pulumi-language-nodejs", "pulumi-resource-kubernetes"] as const;
  t.deepEqual(machineProblems("context", { ...FINE, goVersion: "go1.24.1", missing }), [
    {
      what: "go1.24.1 is too old, and these programs have to be built: kubectl, pulumi, pulumi-language-nodejs",
      fix: "install Go 1.26 or newer, or install kubectl 1.33 and pulumi 3.240 or newer",
    },
  ]);
});

test("Go is not asked for when everything is there, or when only the provider is missing, which is downloaded first", (t) => {
  t.deepEqual(machineProblems("context", { ...FINE, goVersion: undefined, missing: [] }), []);
  t.deepEqual(
    machineProblems("context", { ...FINE, goVersion: undefined, missing: ["pulumi-resource-kubernetes"] }),
    [],
  );
});

test("a disk that is too small is found, by what must still be made", (t) => {
  t.deepEqual(machineProblems("built-in", { ...FINE, freeBytes: 12.34e9 }), [
    {
      what: "12.3 GB of disk are free and 28 GB are needed",
      fix: "free some disk, or set XDG_CACHE_HOME and XDG_STATE_HOME to directories on another one",
    },
  ]);
  t.deepEqual(machineProblems("built-in", { ...FINE, missing: [], freeBytes: 12.34e9 }), []);
  t.deepEqual(machineProblems("built-in", { ...FINE, missing: [], clusterIsNew: false, freeBytes: 0.5e9 }), []);
});

test("all problems are told at once", (t) => {
  const bad: Probes = { ...FINE, nodeVersion: "18.0.0", goVersion: undefined, hasFile: () => false, freeBytes: 0 };
  t.is(machineProblems("built-in", bad).length, 4);
});
