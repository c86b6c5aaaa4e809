import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test, { type ExecutionContext } from "ava";

import { checkMachine, machineProblems, probeMachine, type Probes, SAMPLES_DONE } from "../../../local/preflight.js";
import { platformPrograms } from "../../../local/toolchain.js";

/** A machine on which everything must still be made and nothing is wrong. */
const FINE: Probes = {
  platform: "linux",
  isRoot: true,
  goVersion: "go1.26.8",
  hasProgram: () => true,
  hasFile: () => true,
  missing: platformPrograms("built-in"),
  directories: { XDG_CACHE_HOME: ["/home/me/.cache/spark-platform"], XDG_STATE_HOME: ["/home/me/.local/state/varied"] },
  clusterIsNew: true,
  freeBytes: 100e9,
};

test("a machine that has everything has no problems", (t) => {
  t.deepEqual(machineProblems("built-in", FINE), []);
  t.deepEqual(machineProblems("context", FINE), []);
});

test("who is not root hears of both ways, to be root or to use another cluster, and hears of nothing else", (t) => {
  t.deepEqual(machineProblems("built-in", { ...FINE, isRoot: false, goVersion: undefined, freeBytes: 0 }), [
    {
      what: "The built-in cluster needs Linux and root, and you are not root",
      fix: "run it as root, or use a cluster that you have (minikube, kind, Docker Desktop): add `-- --context NAME` to the command",
    },
  ]);
});

test("who is not on Linux is sent to another cluster", (t) => {
  t.deepEqual(machineProblems("built-in", { ...FINE, platform: "darwin", isRoot: false }), [
    {
      what: "The built-in cluster needs Linux and root, and this is darwin",
      fix: "use a cluster that you have (minikube, kind, Docker Desktop): add `-- --context NAME` to the command",
    },
  ]);
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

test("directories that the node's own /var or /run would hide are found, each with its variable", (t) => {
  const directories = {
    XDG_CACHE_HOME: ["/home/me/.cache/spark-platform", "/var/home/me/.cache/spark-platform"],
    XDG_STATE_HOME: ["/run/me/spark-platform/local-01234567", "/run/me/spark-platform/local-01234567"],
  };
  t.deepEqual(machineProblems("built-in", { ...FINE, directories }), [
    {
      what: "The built-in cluster's node has a /var and a /run of its own and would not see /var/home/me/.cache/spark-platform",
      fix: "set XDG_CACHE_HOME to a directory elsewhere",
    },
    {
      what: "The built-in cluster's node has a /var and a /run of its own and would not see /run/me/spark-platform/local-01234567",
      fix: "set XDG_STATE_HOME to a directory elsewhere",
    },
  ]);
  t.deepEqual(machineProblems("context", { ...FINE, directories }), []);
});

/** An empty directory. */
function scratch(t: ExecutionContext): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "spark-platform-preflight-")));
  t.teardown(() => rmSync(root, { recursive: true }));
  return root;
}

test("a directory that is still to be made is found behind the symbolic link above it", async (t) => {
  const root = scratch(t);
  mkdirSync(join(root, "disk"));
  symlinkSync(join(root, "disk"), join(root, "states"));
  const { directories } = await probeMachine("built-in", join(root, "states", "new", "newer"));
  t.deepEqual(directories["XDG_STATE_HOME"], [
    join(root, "states", "new", "newer"),
    join(root, "disk", "new", "newer"),
  ]);
});

test("a cluster is new until the first `up` was finished, even if it was begun", async (t) => {
  const root = scratch(t);
  const isNew = async () => (await probeMachine("built-in", join(root, "state"))).clusterIsNew;
  t.true(await isNew());
  mkdirSync(join(root, "state"));
  t.true(await isNew());
  writeFileSync(join(root, "state", SAMPLES_DONE), "");
  t.false(await isNew());
});

test("a name that no cluster can have is found before anything else", async (t) => {
  await t.throwsAsync(checkMachine("built-in", "My cluster"), {
    message: /^Cluster name "My cluster": use at most 32 /,
  });
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
  const bad: Probes = {
    ...FINE,
    goVersion: undefined,
    hasFile: () => false,
    directories: { XDG_CACHE_HOME: ["/var/cache"] },
    freeBytes: 0,
  };
  t.is(machineProblems("built-in", bad).length, 4);
});
