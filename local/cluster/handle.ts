/** What a running cluster offers to the rest of the program. */
import { join } from "node:path";

import { execa } from "execa";

import { CONTAINERD_SOCKET } from "./configuration.js";
import type { Identity } from "./identity.js";
import { API_PORT, API_SERVICE_ADDRESS } from "./networks.js";
import { inNode } from "./node.js";

export interface ClusterHandle {
  readonly name: string;
  /** Everything that the cluster keeps, logs included (`logs/<component>.log`). Others may keep here what shall live and die with it. */
  readonly stateDir: string;
  /** Path of a kubeconfig file for an administrator, and its only context. */
  readonly kubeconfig: string;
  readonly context: string;
  /** Address of the node as seen from this machine: NodePorts answer here. */
  readonly nodeAddress: string;
  /** This machine's address as seen from the node and its pods. */
  readonly gatewayAddress: string;
  /** Where pods reach the API server, for NetworkPolicies: its Service and what is behind it. */
  readonly apiServer: { readonly cidr: string; readonly port: number }[];
  /**
   * Gives the node an image, unless it has that reference already.
   *
   * @param archive file in the format of `docker save` or an OCI layout
   * @param reference the name under which the archive holds the image, with registry and tag
   * @throws Error when the archive does not hold it
   */
  loadImage(archive: string, reference: string): Promise<void>;
}

export function clusterHandle(identity: Identity): ClusterHandle {
  const { name, stateDir, nodeName, nodeAddress, gatewayAddress } = identity;
  return {
    name,
    stateDir,
    kubeconfig: join(stateDir, "kubeconfig"),
    context: nodeName,
    nodeAddress,
    gatewayAddress,
    apiServer: [
      { cidr: `${API_SERVICE_ADDRESS}/32`, port: 443 },
      { cidr: `${nodeAddress}/32`, port: API_PORT },
    ],
    async loadImage(archive, reference) {
      if (await hasImage(stateDir, reference)) return;
      // Read from here: the archive may lie where the node has a directory of its own.
      await execa(...images(stateDir, "import", "-"), { inputFile: archive });
      if (!(await hasImage(stateDir, reference))) throw new Error(`${archive} does not hold the image ${reference}.`);
    },
  };
}

/** Whether containerd is up: it answers to the question for its images. */
export async function containerdAnswers(stateDir: string): Promise<boolean> {
  const { exitCode } = await execa(...images(stateDir, "list", "--quiet"), { reject: false });
  return exitCode === 0;
}

/** Whether the node has an image of this reference. */
export async function hasImage(stateDir: string, reference: string): Promise<boolean> {
  const { stdout } = await execa(...images(stateDir, "list", "--quiet", `name==${reference}`));
  return stdout !== "";
}

/** containerd keeps what Kubernetes uses in a namespace of its own. */
function images(stateDir: string, ...args: string[]): [program: string, args: string[]] {
  return inNode(stateDir, ["ctr", "--address", CONTAINERD_SOCKET, "--namespace", "k8s.io", "images", ...args]);
}
