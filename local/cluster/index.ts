/**
 * The built-in cluster: a real Kubernetes with one node, on this machine, from programs that are installed or built here.
 *
 * What it is made of
 * - etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubelet, kube-proxy (iptables) and CoreDNS as plain processes; the system's
 *   containerd, runc and CNI plug-ins, with a containerd of the cluster's own.
 * - `node.bash` is the node's first process. It lives in its own mount, network, PID, UTS and IPC namespaces, starts the components and starts again
 *   what ends. It belongs to no terminal, so it outlives the shell that started it.
 * - The node has its own `/var` and `/run`; the rest of the file system is the host's. It has its own hostname, processes, interfaces and iptables
 *   rules. On the host one sees the node's processes, one network interface, one cgroup of each hierarchy and the state directory.
 * - A veth pair with a network of two addresses out of 198.18.0.0/15 leads to the node. Nothing listens on the host: API server and NodePorts
 *   answer at the node's address. There is no way from the node to the internet, so images are loaded, not pulled; a registry on this machine is
 *   reached at the gateway's address once it has a directory in `certs.d`.
 * - Certificates are made once, with a lifetime of ten years. Authorization is Node and RBAC; admission is Kubernetes' default with Pod Security.
 *   NetworkPolicies are accepted but not enforced.
 * - The directory `/var/lib/spark-platform/postgres` is there on the node, for a static local volume.
 *
 * Its life
 * - `startCluster` makes whatever is missing: all of it at first, nothing when the cluster runs, the node's processes after a crash or a reboot.
 *   A node that runs with an older configuration is restarted; data and images stay.
 * - Clusters run side by side, one for each name and checkout. Each has its own state directory, network, interface and cgroups.
 * - `stopCluster` kills the first process, with which the kernel ends all others and their mounts and interfaces, and removes the rest.
 *
 * In the state directory: `kubeconfig`, `logs/<component>.log`, `config/`, `components/` (the command lines), `pki/`, `etcd/` and `var/`.
 */
import { rmSync } from "node:fs";

import { withLock } from "../lock.js";
import type { Report } from "../steps.js";
import { type ClusterHandle, clusterHandle } from "./handle.js";
import { clusterState, readIdentity } from "./identity.js";
import { endNode, nodePid } from "./node.js";

export type { ClusterHandle } from "./handle.js";
export { startCluster } from "./start.js";

/** The running cluster of this name; undefined when there is none or its node is down. */
export function findCluster(name: string): ClusterHandle | undefined {
  const identity = readIdentity(name);
  return identity && nodePid(identity.stateDir) !== undefined ? clusterHandle(identity) : undefined;
}

/** Ends the cluster of this name and removes everything it made. Does nothing when there is none. */
export async function stopCluster(name: string, report: Report): Promise<void> {
  const identity = readIdentity(name);
  if (identity) {
    await withLock(identity.cgroup, report, async () => {
      report("ending the node");
      await endNode(identity);
      report("removing its state");
      rmSync(identity.stateDir, { recursive: true, force: true });
    });
  }
  rmSync(clusterState(name), { recursive: true, force: true });
}
