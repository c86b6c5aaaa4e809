/** Whether there is a cluster and it answers. */
import { existsSync } from "node:fs";
import { join } from "node:path";

import { Kubectl, type KubeTarget } from "../kubectl.js";
import type { Target } from "../target.js";
import { ensureToolchain, missingPrograms } from "../toolchain.js";
import { isRecent, parseVersion } from "../toolchain/path.js";
import { OLDEST as PROGRAMS } from "../toolchain/programs.js";
import { type Check, check, type Verdict, verdict } from "./check.js";
import { clusterOf, commandsFor, type Way } from "./world.js";

export type Access =
  /** The built-in cluster was never started, or `npm run down` removed it. */
  | { readonly kind: "absent" }
  /** It was started, and its node is not running. */
  | { readonly kind: "stopped" }
  | { readonly kind: "no-kubectl" }
  | { readonly kind: "silent"; readonly error: string; readonly log: string | undefined }
  | { readonly kind: "answers"; readonly version: string; readonly way: Way };

/** How long a question to the cluster may take. */
const QUESTION_MS = 20_000;

/** podReplacementPolicy, by which two pods of one Job never work side by side, is on by default since then. Source: Kubernetes' feature gates. */
const OLDEST = [1, 29] as const;

export function accessCheck(access: Promise<Access>, target: Target): Check {
  return check(
    "Cluster",
    () => access,
    (found) => judgeAccess(found, target.name, commandsFor(target).up),
  );
}

/** Asks the cluster for no more than a sign of life. Builds no program for it. */
export async function findAccess(target: Target): Promise<Access> {
  const kube = clusterOf(target);
  if (kube === undefined) return { kind: existsSync(join(target.stateDir, "cluster.json")) ? "stopped" : "absent" };
  if ((await missingPrograms(["kubectl"])).length > 0) return { kind: "no-kubectl" };
  const way = await wayTo(kube);
  try {
    await way.kubectl.text(["get", "--raw", "/readyz"]);
    const version = JSON.parse(await way.kubectl.text(["get", "--raw", "/version"])) as { gitVersion: string };
    return { kind: "answers", version: version.gitVersion, way };
  } catch (error) {
    const log = target.kind === "built-in" ? join(target.stateDir, "logs", "kube-apiserver.log") : undefined;
    return { kind: "silent", error: error instanceof Error ? error.message : String(error), log };
  }
}

async function wayTo(kube: KubeTarget): Promise<Way> {
  const program = (await ensureToolchain(["kubectl"], () => undefined)).path("kubectl");
  const typed = `${program} --kubeconfig ${kube.kubeconfig} --context ${kube.context}`;
  return { kubectl: new Kubectl(program, kube, QUESTION_MS), typed };
}

/** @param up the command that starts the built-in cluster, and the platform on any */
export function judgeAccess(access: Access, cluster: string, up: string): Verdict {
  switch (access.kind) {
    case "absent":
      return { kind: "later", why: `there is none yet: ${up} starts it` };
    case "stopped":
      return wrong(
        "Its node is not running, as after a restart of this machine",
        `${up}: data and images are still there`,
      );
    case "no-kubectl":
      return {
        kind: "later",
        why: `kubectl ${PROGRAMS.kubectl.join(".")} or newer is not there to ask it: install it, or ${up} builds it`,
      };
    case "silent":
      return judgeSilence(access, up);
    case "answers":
      return judgeVersion(access.version, cluster);
  }
}

function judgeSilence({ error, log }: Extract<Access, { kind: "silent" }>, up: string): Verdict {
  const what = `The API server does not answer: ${error}`;
  if (log !== undefined) return wrong(what, `${up}; if that does not help, see ${log}`);
  if (/unauthorized|logged in|credentials|expired/i.test(error)) return wrong(what, "log in to the cluster again");
  return wrong(what, "start the cluster, or its VPN, or name another: -- --context NAME");
}

function judgeVersion(version: string, cluster: string): Verdict {
  const found = parseVersion(version);
  if (found && !isRecent(found, OLDEST)) {
    return wrong(`Kubernetes ${version} is too old`, `update the cluster to ${OLDEST.join(".")} or newer`);
  }
  return { kind: "ok", seen: `${cluster} answers, Kubernetes ${version}` };
}

const wrong = (what: string, fix: string): Verdict => verdict([{ what, fix }], "");
