/** Every file that the node reads, as pure functions of the cluster's identity: equal contents mean that a running node need not be restarted. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import type { Toolchain } from "../toolchain.js";
import { componentScript, nodeComponents, VOLUME_PLUGINS } from "./components.js";
import type { Identity } from "./identity.js";
import { API_PORT, DNS_DOMAIN, DNS_HEALTH_PORT, DNS_SERVICE_ADDRESS, POD_CIDR } from "./networks.js";
import { pkiDirectory } from "./pki.js";
import { SANDBOX_IMAGE } from "./sandbox-image.js";

/** Contents by path below the state directory. */
export type Files = Readonly<Record<string, string>>;

/** containerd's socket as the node sees it: in its own /run, where the path is short. */
export const CONTAINERD_SOCKET = "/run/containerd/containerd.sock";

/** Registry hosts by directory, as containerd's documentation of `certs.d` describes: tests put a local registry here. */
export const REGISTRY_HOSTS = "certs.d";

export function nodeFiles(identity: Identity, toolchain: Toolchain): Files {
  const scripts = Object.entries(nodeComponents(identity, toolchain)).map(([name, component]) => [
    `components/${name}`,
    componentScript(component),
  ]);
  return {
    ...(Object.fromEntries(scripts) as Files),
    "node.bash": readFileSync(join(import.meta.dirname, "node.bash"), "utf8"),
    kubeconfig: kubeconfig(identity, "admin"),
    ...Object.fromEntries(
      ["controller-manager", "scheduler", "kubelet", "proxy", "coredns"].map((user) => [
        `config/${user}.kubeconfig`,
        kubeconfig(identity, user),
      ]),
    ),
    "config/hosts": `127.0.0.1 localhost\n${identity.nodeAddress} ${identity.nodeName}\n`,
    "config/containerd.toml": containerdConfig(identity),
    "config/cni/10-pods.conflist": `${JSON.stringify(podNetwork(), undefined, 2)}\n`,
    "config/kubelet.yaml": stringify(kubeletConfig(identity)),
    "config/kube-proxy.yaml": stringify(kubeProxyConfig(identity)),
    "config/Corefile": corefile(identity),
  };
}

/** Changes whenever a file does. */
export function generationOf(files: Files): string {
  return createHash("sha256").update(JSON.stringify(files)).digest("hex");
}

/** A kubeconfig for one certificate. Its context has the node's name. */
function kubeconfig({ stateDir, nodeName, nodeAddress }: Identity, user: string): string {
  const pki = pkiDirectory(stateDir);
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: nodeName,
        cluster: { server: `https://${nodeAddress}:${API_PORT}`, "certificate-authority": join(pki, "ca.crt") },
      },
    ],
    users: [
      { name: user, user: { "client-certificate": join(pki, `${user}.crt`), "client-key": join(pki, `${user}.key`) } },
    ],
    contexts: [{ name: nodeName, context: { cluster: nodeName, user } }],
    "current-context": nodeName,
  });
}

function containerdConfig({ stateDir }: Identity): string {
  const cri = `plugins."io.containerd.grpc.v1.cri"`;
  return `version = 2
root = "/var/lib/containerd"
state = "/run/containerd"

[grpc]
  address = "${CONTAINERD_SOCKET}"

# By default a directory in the host's /opt.
[plugins."io.containerd.internal.v1.opt"]
  path = "/var/lib/containerd/opt"

[${cri}]
  sandbox_image = "${SANDBOX_IMAGE}"
  # Without CAP_SYS_RESOURCE, as in many containers and virtual machines, no process may lower its score, and every sandbox would fail.
  restrict_oom_score_adj = true

[${cri}.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[${cri}.containerd.runtimes.runc.options]
  SystemdCgroup = false

[${cri}.cni]
  bin_dir = "/usr/lib/cni"
  conf_dir = "${join(stateDir, "config", "cni")}"

[${cri}.registry]
  config_path = "${join(stateDir, REGISTRY_HOSTS)}"
`;
}

/**
 * Point-to-point links rather than a bridge: all traffic is routed, so Services work without the kernel module br_netfilter, which would change
 * how the host treats its own bridges. No network plugin here enforces NetworkPolicies.
 */
function podNetwork(): object {
  const ipam = {
    type: "host-local",
    ranges: [[{ subnet: POD_CIDR }]],
    routes: [{ dst: "0.0.0.0/0" }],
    // In /run, so that a node that starts again has forgotten the addresses of pods that are gone.
    dataDir: "/run/cni/networks",
  };
  return {
    cniVersion: "1.0.0",
    name: "pods",
    plugins: [
      { type: "ptp", ipMasq: true, ipam },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
}

function kubeletConfig({ stateDir, cgroup }: Identity): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(pkiDirectory(stateDir), "ca.crt") },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: join(pkiDirectory(stateDir), "kubelet.crt"),
    tlsPrivateKeyFile: join(pkiDirectory(stateDir), "kubelet.key"),
    clusterDNS: [DNS_SERVICE_ADDRESS],
    clusterDomain: DNS_DOMAIN,
    resolvConf: "",
    // The kubelet ends whatever it does not know below its root: each cluster has one of its own.
    cgroupRoot: `/${cgroup}`,
    cgroupDriver: "cgroupfs",
    failCgroupV1: false,
    failSwapOn: false,
    // Images cannot be pulled again, and a laptop's disk is often nearly full: nothing is removed or evicted for the sake of space.
    imageGCHighThresholdPercent: 100,
    evictionHard: { "imagefs.available": "0%", "nodefs.available": "0%", "nodefs.inodesFree": "0%" },
    // By default a directory in the host's /usr/libexec.
    volumePluginDir: VOLUME_PLUGINS,
  };
}

function kubeProxyConfig({ stateDir, nodeName }: Identity): object {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    clientConnection: { kubeconfig: join(stateDir, "config", "proxy.kubeconfig") },
    mode: "iptables",
    clusterCIDR: POD_CIDR,
    hostnameOverride: nodeName,
    iptables: { localhostNodePorts: false },
    nodePortAddresses: ["primary"],
    // Zero leaves the kernel's values alone: the table's size belongs to the whole machine.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  };
}

/** Answers for the cluster's own names only: there is no way out to another name server. */
function corefile({ stateDir, nodeAddress }: Identity): string {
  return `${DNS_DOMAIN}:53 in-addr.arpa:53 ip6.arpa:53 {
  bind ${nodeAddress}
  errors
  health ${nodeAddress}:${DNS_HEALTH_PORT}
  cache 30
  kubernetes ${DNS_DOMAIN} in-addr.arpa ip6.arpa {
    kubeconfig "${join(stateDir, "config", "coredns.kubeconfig")}"
  }
}
`;
}
