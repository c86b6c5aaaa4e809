/** Starts a cluster, or what is missing of one. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Kubectl } from "../kubectl.js";
import { withLock } from "../lock.js";
import type { Report } from "../steps.js";
import type { Toolchain } from "../toolchain.js";
import { nodeFiles } from "./configuration.js";
import { type ClusterHandle, clusterHandle, containerdAnswers } from "./handle.js";
import { ensureIdentity, type Identity } from "./identity.js";
import { DNS_HEALTH_PORT, PROXY_HEALTH_PORT } from "./networks.js";
import { ensureNode, nodePid } from "./node.js";
import { clusterObjects } from "./objects.js";
import { ensurePki } from "./pki.js";
import { makeSandboxImage, SANDBOX_IMAGE } from "./sandbox-image.js";

/** A component that is not ready by then will not be: alone on two cores the whole node takes 15 seconds. */
const READY_TIMEOUT_MS = 180_000;

/**
 * Starts the cluster of this name and waits until it takes pods. Every step finds out what is there already, so a second start changes nothing, and
 * a start after an interruption, a crash or a reboot makes the rest; data and images stay.
 *
 * @throws Error that names the log of the component that did not become ready
 */
export async function startCluster(
  { name }: { readonly name: string },
  toolchain: Toolchain,
  report: Report,
): Promise<ClusterHandle> {
  const identity = await ensureIdentity(name, report);
  await withLock(identity.cgroup, report, async () => {
    report("certificates and configuration");
    await ensurePki(identity);
    await ensureNode(identity, nodeFiles(identity, toolchain));
    await becomeReady(identity, toolchain, report);
  });
  return clusterHandle(identity);
}

async function becomeReady(identity: Identity, toolchain: Toolchain, report: Report): Promise<void> {
  const handle = clusterHandle(identity);
  const kubectl = new Kubectl(toolchain.path("kubectl"), handle);
  const ready = async (component: string, check: () => Promise<boolean>): Promise<void> => {
    report(`waiting for ${component}`);
    await waitFor(identity, component, check);
  };
  await ready("kube-apiserver", () => succeeds(kubectl.text(["get", "--raw", "/readyz"])));
  await kubectl.text(["apply", "--server-side", "-f", "-"], JSON.stringify(clusterObjects(identity)));
  await ready("containerd", () => containerdAnswers(identity.stateDir));
  const sandbox = await makeSandboxImage(join(identity.stateDir, "sandbox-image"), toolchain.path("pause"));
  await handle.loadImage(sandbox, SANDBOX_IMAGE);
  await ready("kubelet", () => nodeIsReady(kubectl, identity));
  await ready("coredns", () => isHealthy(`http://${identity.nodeAddress}:${DNS_HEALTH_PORT}/health`));
  await ready("kube-proxy", () => isHealthy(`http://${identity.nodeAddress}:${PROXY_HEALTH_PORT}/healthz`));
  // Made by the controller manager; without it no pod of the namespace is admitted.
  await ready("kube-controller-manager", () => succeeds(kubectl.text(["get", "serviceaccount", "default"])));
}

interface NodeObject {
  readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
}

/** After a restart the API server still tells of the node that was, so the kubelet itself is asked as well. */
async function nodeIsReady(kubectl: Kubectl, { nodeName }: Identity): Promise<boolean> {
  try {
    await kubectl.text(["get", "--raw", `/api/v1/nodes/${nodeName}/proxy/healthz`]);
    const { status } = await kubectl.json<NodeObject>(["get", "node", nodeName]);
    return status.conditions.some((condition) => condition.type === "Ready" && condition.status === "True");
  } catch {
    return false;
  }
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

async function isHealthy(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function waitFor({ stateDir }: Identity, component: string, check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await check())) {
    if (nodePid(stateDir) === undefined) throw new Error(`The node ended: see ${join(stateDir, "logs", "node.log")}.`);
    if (Date.now() > deadline) {
      throw new Error(
        `${component} is not ready after ${READY_TIMEOUT_MS / 1000} seconds: see ${join(stateDir, "logs", `${component}.log`)}.`,
      );
    }
    await sleep(250);
  }
}
