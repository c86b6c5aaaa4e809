/** What a job becomes, from settings alone: for whoever wants to see it without a cluster. */

import type { Room } from "../components/spark/local-mode";
import { OWN_NODES, SAME_NODES } from "../components/placement";
import type { TeamPlacement } from "../components/spark/conf";
import { milliCpu } from "../components/spark/cpu";
import { driverPod } from "../components/spark/driver-pod";
import type { PodTemplate } from "../components/spark/pod";
import { sparkJob } from "./jobs";
import { mebibytes } from "./mebibytes";
import type { Settings } from "./settings";

export interface JobPod {
  /** Template of its driver's pod. Images are named as the settings name them: `pulumi up` puts the digest there where it can ask the registry for it. */
  readonly template: PodTemplate;
  /** What one pod of its team may ask for at most. */
  readonly room: Room;
}

/** The driver's pod of a job as `pulumi up` would make it. Undefined when there is no such job. */
export function jobPod(name: string, { jobs, teams, images, cluster }: Settings): JobPod | undefined {
  const job = jobs[name];
  const team = job && teams[job.team];
  if (job === undefined || team === undefined) return undefined;
  return {
    template: driverPod(sparkJob(name, job, images.spark), placementOf(team.namespace, cluster)),
    room: roomIn(team.quota),
  };
}

/** What a quota lets one pod ask for. Its quantities have been checked: those of settings by their schema, those of a cluster by its API server. */
export function roomIn({ cpu, memory }: { readonly cpu: string; readonly memory: string }): Room {
  return { milliCpu: milliCpu(cpu) ?? Infinity, memoryMiB: mebibytes(memory) ?? Infinity };
}

function placementOf(namespace: string, cluster: Settings["cluster"]): TeamPlacement {
  if (cluster.kind === "existing") return { namespace, nodes: SAME_NODES };
  const { region, workloadIdentity } = cluster;
  return { namespace, nodes: OWN_NODES, s3: { region, credentials: workloadIdentity } };
}
