import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import test from "ava";

import { stateHome } from "../../../local/paths.js";
import { findTarget, targetFlags } from "../../../local/target.js";

const directory = mkdtempSync(join(tmpdir(), "spark-platform-target-"));
test.after.always(() => rmSync(directory, { recursive: true }));

/** Writes a kubeconfig with these contexts and answers with its path. */
function kubeconfig(name: string, ...contexts: string[]): string {
  const file = join(directory, name);
  writeFileSync(file, JSON.stringify({ contexts: contexts.map((context) => ({ name: context })) }));
  return file;
}

const FIRST = kubeconfig("first", "minikube", "kind-dev");
const SECOND = kubeconfig("second", "arn:aws:eks:eu-central-1:123456789012:cluster/prod", "minikube");
const EMPTY = join(directory, "empty");
writeFileSync(EMPTY, "");

test.beforeEach(() => {
  process.env["KUBECONFIG"] = `${FIRST}:${join(directory, "missing")}:${SECOND}`;
});

test.serial("without options it is the built-in cluster `local`", (t) => {
  const target = findTarget({});
  t.deepEqual(target, { kind: "built-in", name: "local", stateDir: stateHome("local") });
  t.is(targetFlags(target), "");
});

test.serial("another name is another built-in cluster", (t) => {
  const target = findTarget({ name: "test" });
  t.deepEqual(target, { kind: "built-in", name: "test", stateDir: stateHome("test") });
  t.is(targetFlags(target), " --name test");
});

test.serial("a name that cannot be a host name is refused", (t) => {
  t.throws(() => findTarget({ name: "My Cluster" }), { message: /^Cluster name "My Cluster": / });
});

test.serial("a context is found in the first kubeconfig that has it", (t) => {
  const target = findTarget({ context: "minikube" });
  t.like(target, { kind: "context", name: "minikube", kube: { kubeconfig: FIRST, context: "minikube" } });
  t.is(targetFlags(target), " --context minikube");
  t.like(findTarget({ context: "arn:aws:eks:eu-central-1:123456789012:cluster/prod" }), {
    kube: { kubeconfig: SECOND },
  });
});

test.serial(
  "contexts have states of their own, also when two files call theirs the same, and always the same one",
  (t) => {
    const state = (file: string, context: string): string => {
      process.env["KUBECONFIG"] = file;
      return findTarget({ context }).stateDir;
    };
    const states = [
      state(FIRST, "minikube"),
      state(FIRST, "kind-dev"),
      state(SECOND, "minikube"),
      state(SECOND, "arn:aws:eks:eu-central-1:123456789012:cluster/prod"),
    ];
    t.is(new Set(states).size, states.length);
    for (const stateDir of states) t.regex(basename(stateDir), /^context\.[A-Za-z0-9-]+\.[0-9a-f]{8}-[0-9a-f]{8}$/);
    t.deepEqual([state(FIRST, "minikube")], states.slice(0, 1));
  },
);

test.serial("a context that no kubeconfig has is refused with those that there are", (t) => {
  t.throws(() => findTarget({ context: "nowhere" }), {
    message:
      `--context nowhere: no such context in ${FIRST}, ${SECOND}; ` +
      "it has: minikube, kind-dev, arn:aws:eks:eu-central-1:123456789012:cluster/prod, minikube.",
  });
});

test.serial("a kubeconfig without contexts has none", (t) => {
  process.env["KUBECONFIG"] = EMPTY;
  t.throws(() => findTarget({ context: "nowhere" }), {
    message: `--context nowhere: no such context in ${EMPTY}; it has: none.`,
  });
});

test.serial("without a kubeconfig a context is refused", (t) => {
  process.env["KUBECONFIG"] = join(directory, "missing");
  t.throws(() => findTarget({ context: "nowhere" }), {
    message: "--context nowhere: there is no kubeconfig; set KUBECONFIG to the file that has this context.",
  });
});
