/** The command line of every component of the node. Flags that are left out have Kubernetes' own defaults. */
import { join } from "node:path";

import { PROJECT } from "../../vocabulary.js";
import type { Toolchain } from "../toolchain.js";
import type { Identity } from "./identity.js";
import { API_PORT, SERVICE_CIDR } from "./networks.js";
import { pkiDirectory } from "./pki.js";

/** Program and flags; a flag without a value has `true`. */
interface Component {
  readonly program: string;
  readonly flags: Readonly<Record<string, string>>;
}

/** No pod reaches the node's loopback, so etcd needs no certificates. */
const ETCD = "http://127.0.0.1:2379";

/** Volume plug-ins outside Kubernetes, of which there are none; kubelet and controller manager make the directory. */
export const VOLUME_PLUGINS = "/var/lib/kubelet/volume-plugins";

/** Components by name, which is also the name of their log. */
export function nodeComponents(identity: Identity, toolchain: Toolchain): Record<string, Component> {
  const { stateDir, nodeName, nodeAddress } = identity;
  const config = (file: string): string => join(stateDir, "config", file);
  const pki = (file: string): string => join(pkiDirectory(stateDir), file);
  return {
    etcd: {
      program: toolchain.path("etcd"),
      flags: { "data-dir": join(stateDir, "etcd"), "listen-client-urls": ETCD, "advertise-client-urls": ETCD },
    },
    "kube-apiserver": {
      program: toolchain.path("kube-apiserver"),
      flags: {
        "advertise-address": nodeAddress,
        "secure-port": String(API_PORT),
        "etcd-servers": ETCD,
        "service-cluster-ip-range": SERVICE_CIDR,
        "authorization-mode": "Node,RBAC",
        // Beside the defaults, which include Pod Security.
        "enable-admission-plugins": "NodeRestriction",
        // Pod Security decides who may run privileged pods, as on a managed cluster.
        "allow-privileged": "true",
        "client-ca-file": pki("ca.crt"),
        "tls-cert-file": pki("apiserver.crt"),
        "tls-private-key-file": pki("apiserver.key"),
        "kubelet-certificate-authority": pki("ca.crt"),
        "kubelet-client-certificate": pki("apiserver-kubelet-client.crt"),
        "kubelet-client-key": pki("apiserver-kubelet-client.key"),
        "kubelet-preferred-address-types": "InternalIP",
        "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
        "service-account-key-file": pki("service-account.key"),
        "service-account-signing-key-file": pki("service-account.key"),
      },
    },
    "kube-controller-manager": {
      program: toolchain.path("kube-controller-manager"),
      flags: {
        kubeconfig: config("controller-manager.kubeconfig"),
        // By default a directory in the host's /usr/libexec.
        "flex-volume-plugin-dir": VOLUME_PLUGINS,
        "leader-elect": "false",
        "root-ca-file": pki("ca.crt"),
        "service-account-private-key-file": pki("service-account.key"),
        "use-service-account-credentials": "true",
      },
    },
    "kube-scheduler": {
      program: toolchain.path("kube-scheduler"),
      flags: { kubeconfig: config("scheduler.kubeconfig"), "leader-elect": "false" },
    },
    containerd: { program: "containerd", flags: { config: config("containerd.toml") } },
    kubelet: {
      program: toolchain.path("kubelet"),
      flags: {
        config: config("kubelet.yaml"),
        kubeconfig: config("kubelet.kubeconfig"),
        "hostname-override": nodeName,
        "node-ip": nodeAddress,
        "node-labels": `${PROJECT}/cluster=${identity.name}`,
      },
    },
    "kube-proxy": { program: toolchain.path("kube-proxy"), flags: { config: config("kube-proxy.yaml") } },
    coredns: { program: toolchain.path("coredns"), flags: { conf: config("Corefile") } },
  };
}

/** A shell script that becomes the component. */
export function componentScript({ program, flags }: Component): string {
  const quoted = Object.entries(flags).map(
    ([flag, value]) => `  '--${flag}=${value.replaceAll("'", String.raw`'\''`)}'`,
  );
  return ["#!/bin/sh", [`exec '${program.replaceAll("'", String.raw`'\''`)}'`, ...quoted].join(" \\\n"), ""].join("\n");
}
