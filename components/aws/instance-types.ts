/** Types of EC2 instances by their names, which say how large they are and for what CPU. Pure. Source: EC2 instance type guide, "Naming conventions". */

/** What an instance has. */
export interface InstanceSize {
  readonly vcpu: number;
  readonly memoryMiB: number;
  readonly architecture: "amd64" | "arm64";
}

/** What pods can have of a node. */
export interface Allocatable {
  readonly milliCpu: number;
  readonly memoryMiB: number;
}

/** Memory for each vCPU, of the families whose types differ by size only. */
const GIB_PER_VCPU: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

/** Burstable types have memory of their own; those up to large have two vCPUs. */
const BURSTABLE: Readonly<Record<string, { readonly vcpu: number; readonly gib: number }>> = {
  small: { vcpu: 2, gib: 2 },
  medium: { vcpu: 2, gib: 4 },
  large: { vcpu: 2, gib: 8 },
  xlarge: { vcpu: 4, gib: 16 },
  "2xlarge": { vcpu: 8, gib: 32 },
};

const NAME = /^(?<family>[cmrt])(?<generation>\d+)(?<attributes>[a-z]*)(?:-flex)?\.(?<size>[a-z\d]+)$/;

/** First generations on AWS' own hypervisor, Nitro. Earlier ones are legacy to AWS, and some have other amounts of memory. */
const FIRST_GENERATION: Readonly<Record<string, number>> = { c: 5, m: 5, r: 5, t: 3 };

/** Size and architecture of a type of the families c, m, r and t; nothing for any other, whose name does not tell, and for old generations. */
export function instanceSize(type: string): InstanceSize | undefined {
  const { family = "", generation, attributes = "", size = "" } = NAME.exec(type)?.groups ?? {};
  if (Number(generation) < (FIRST_GENERATION[family] ?? 0)) return undefined;
  const found = family === "t" ? BURSTABLE[size] : sized(family, size);
  if (found === undefined) return undefined;
  // Of the letters after the generation, g stands for Graviton.
  const architecture = attributes.startsWith("g") ? "arm64" : "amd64";
  return { vcpu: found.vcpu, memoryMiB: found.gib * GIB, architecture };
}

const GIB = 1024;

function sized(family: string, size: string) {
  const vcpu = vcpuOf(size);
  const gibPerVcpu = GIB_PER_VCPU[family];
  return vcpu === undefined || gibPerVcpu === undefined ? undefined : { vcpu, gib: vcpu * gibPerVcpu };
}

function vcpuOf(size: string): number | undefined {
  if (size === "medium") return 1;
  if (size === "large") return 2;
  const match = /^([1-9]\d*)?xlarge$/.exec(size);
  return match === null ? undefined : 4 * Number(match[1] ?? 1);
}

/** Pods that a node is taken to have room for: the most that EKS gives to managed nodes, so that none reserves more for them. Source: EKS user guide, "Choose an optimal instance type". */
function podsOf(vcpu: number): number {
  return vcpu < 30 ? 110 : 250;
}

/** Memory at which kubelet begins to evict, its own default. */
const EVICTION_MIB = 100;

/** What runs on each node besides: CNI, kube-proxy, agents of storage and identity, and a log or metrics agent of the user's. */
const DAEMONS: Allocatable = { milliCpu: 300, memoryMiB: 512 };

/** Thousandths of each core that kubelet keeps for the system: much of the first, little of the later ones. */
const RESERVED_PER_CORE = [60, 10, 5, 5];
const RESERVED_PER_FURTHER_CORE = 2.5;

/**
 * What is left for the platform's pods on a node that EKS set up. Source of what is kept for the system: the bootstrap of EKS' Amazon Linux images
 * (`nodeadm`, kubelet configuration), 255 MiB and 11 MiB for each pod.
 */
export function allocatable({ vcpu, memoryMiB }: InstanceSize): Allocatable {
  const reserved = Array.from({ length: vcpu }, (_, core) => RESERVED_PER_CORE[core] ?? RESERVED_PER_FURTHER_CORE);
  const milliCpu = 1000 * vcpu - Math.ceil(reserved.reduce((sum, part) => sum + part, 0));
  return {
    milliCpu: Math.max(0, milliCpu - DAEMONS.milliCpu),
    memoryMiB: Math.max(0, memoryMiB - (255 + 11 * podsOf(vcpu)) - EVICTION_MIB - DAEMONS.memoryMiB),
  };
}
