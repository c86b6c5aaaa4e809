/** The control plane without a node: etcd, API server, controller manager and scheduler, as in the built-in cluster but on the host's loopback. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ensurePki, pkiDirectory } from "../../../local/cluster/pki.js";
import type { Toolchain } from "../../../local/toolchain.js";
import { Api } from "./api.js";
import { freePort, type Processes } from "./processes.js";

export const CONTROL_PLANE_PROGRAMS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;

/** Name of the only context in the kubeconfigs. */
export const CONTEXT = "simulated";

/** Alone on two cores it takes five seconds. */
const READY_TIMEOUT_MS = 120_000;

/**
 * Starts the control plane and waits until the API server answers. Kubeconfigs lie in `directory` under the users' names.
 *
 * @throws Error that names the log of a program that ended
 */
export async function startControlPlane(directory: string, toolchain: Toolchain, processes: Processes): Promise<Api> {
  await ensurePki({ stateDir: directory, nodeName: CONTEXT, nodeAddress: "127.0.0.1" });
  const api = new Api(`https://127.0.0.1:${await freePort()}`, pkiDirectory(directory));
  const etcd = await startEtcd(directory, toolchain, processes);
  processes.start("kube-apiserver", toolchain.path("kube-apiserver"), apiServerFlags(directory, etcd, api.server));
  const users = ["controller-manager", "scheduler"] as const;
  for (const user of ["admin", ...users]) writeKubeconfig(directory, user, api.server);
  await becomeReady(api, processes);
  for (const user of users) {
    const program = `kube-${user}` as const;
    processes.start(program, toolchain.path(program), { ...CONTROLLER_FLAGS(directory)[user] });
  }
  return api;
}

/** The address for clients. Nothing is to survive the test, so nothing waits for the disk. */
async function startEtcd(directory: string, toolchain: Toolchain, processes: Processes): Promise<string> {
  const [client, peer] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  processes.start("etcd", toolchain.path("etcd"), {
    "data-dir": join(directory, "etcd"),
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `default=${peer}`,
    "unsafe-no-fsync": "true",
  });
  return client;
}

function apiServerFlags(directory: string, etcd: string, server: string): Record<string, string> {
  const pki = (file: string): string => join(pkiDirectory(directory), file);
  return {
    "bind-address": "127.0.0.1",
    "advertise-address": "127.0.0.1",
    "secure-port": new URL(server).port,
    "etcd-servers": etcd,
    // EKS' own default.
    "service-cluster-ip-range": "172.20.0.0/16",
    // The loopback cannot be an endpoint of the Service `kubernetes`.
    "endpoint-reconciler-type": "none",
    "authorization-mode": "Node,RBAC",
    "allow-privileged": "true",
    "client-ca-file": pki("ca.crt"),
    "tls-cert-file": pki("apiserver.crt"),
    "tls-private-key-file": pki("apiserver.key"),
    "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
    "service-account-key-file": pki("service-account.key"),
    "service-account-signing-key-file": pki("service-account.key"),
  };
}

/** Neither serves anything: two tests may run at once. */
const CONTROLLER_FLAGS = (directory: string) => {
  const common = { "leader-elect": "false", "secure-port": "0" };
  return {
    "controller-manager": {
      ...common,
      kubeconfig: kubeconfigPath(directory, "controller-manager"),
      "root-ca-file": join(pkiDirectory(directory), "ca.crt"),
      "service-account-private-key-file": join(pkiDirectory(directory), "service-account.key"),
      "use-service-account-credentials": "true",
      // By default a directory in the host's /usr/libexec.
      "flex-volume-plugin-dir": join(directory, "volume-plugins"),
      // Real time has no meaning here: what hangs on it (claims, pods of nodes that are gone) should not make tests wait.
      "pvclaimbinder-sync-period": "1s",
    },
    scheduler: { ...common, kubeconfig: kubeconfigPath(directory, "scheduler") },
  };
};

export function kubeconfigPath(directory: string, user: string): string {
  return join(directory, "kubeconfigs", `${user}.yaml`);
}

/** Complete in itself, as that of a cloud is. JSON is YAML too. */
function writeKubeconfig(directory: string, user: string, server: string): void {
  const data = (file: string): string => readFileSync(join(pkiDirectory(directory), file)).toString("base64");
  mkdirSync(join(directory, "kubeconfigs"), { recursive: true, mode: 0o700 });
  writeFileSync(
    kubeconfigPath(directory, user),
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: CONTEXT, cluster: { server, "certificate-authority-data": data("ca.crt") } }],
      users: [
        {
          name: user,
          user: { "client-certificate-data": data(`${user}.crt`), "client-key-data": data(`${user}.key`) },
        },
      ],
      contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user } }],
      "current-context": CONTEXT,
    }),
  );
}

async function becomeReady(api: Api, processes: Processes): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await api.answers("/readyz"))) {
    processes.mustRun();
    if (Date.now() > deadline) throw new Error(`The API server is not ready after ${READY_TIMEOUT_MS / 1000} seconds.`);
    await sleep(100);
  }
}
