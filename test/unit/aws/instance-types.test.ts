import test from "ava";

import { allocatable, instanceSize } from "../../../components/aws/instance-types.js";

const sizes = {
  "c7i.large": { vcpu: 2, gib: 4, architecture: "amd64" },
  "m7i.large": { vcpu: 2, gib: 8, architecture: "amd64" },
  "r7i.large": { vcpu: 2, gib: 16, architecture: "amd64" },
  "c7g.medium": { vcpu: 1, gib: 2, architecture: "arm64" },
  "m5.xlarge": { vcpu: 4, gib: 16, architecture: "amd64" },
  "m6a.2xlarge": { vcpu: 8, gib: 32, architecture: "amd64" },
  "m7i-flex.8xlarge": { vcpu: 32, gib: 128, architecture: "amd64" },
  "c6gn.16xlarge": { vcpu: 64, gib: 128, architecture: "arm64" },
  "r8gd.24xlarge": { vcpu: 96, gib: 768, architecture: "arm64" },
  "t3.small": { vcpu: 2, gib: 2, architecture: "amd64" },
  "t3a.medium": { vcpu: 2, gib: 4, architecture: "amd64" },
  "t4g.large": { vcpu: 2, gib: 8, architecture: "arm64" },
  "t3.xlarge": { vcpu: 4, gib: 16, architecture: "amd64" },
  "t3.2xlarge": { vcpu: 8, gib: 32, architecture: "amd64" },
} as const;

for (const [type, { vcpu, gib, architecture }] of Object.entries(sizes)) {
  test(`${type} has ${vcpu} vCPUs, ${gib} GiB and the architecture ${architecture}`, (t) => {
    t.deepEqual(instanceSize(type), { vcpu, memoryMiB: gib * 1024, architecture });
  });
}

const unknown = {
  "no type at all": ["", "large", "m7i", "m7i.", ".large", "M7I.large", "m7i.large "],
  "a family whose name does not tell its size": [
    "p5.48xlarge",
    "i4i.large",
    "x2gd.large",
    "mac2.metal",
    "hpc7g.4xlarge",
  ],
  "a size that is none, or not one of a name": [
    "m7i.metal",
    "m7i.metal-24xl",
    "m7i.0xlarge",
    "m7i.2large",
    "m7i.small",
  ],
  "a size too small for a node": ["t3.nano", "t3.micro"],
  "a size that burstable types do not have": ["t3.4xlarge"],
  "a type before Nitro": ["m4.large", "c4.xlarge", "r4.large", "t2.medium"],
};

for (const [what, types] of Object.entries(unknown)) {
  test(`nothing is known of ${what}`, (t) => {
    t.deepEqual(
      types.map((type) => instanceSize(type)),
      types.map(() => undefined),
    );
  });
}

/** For the system EKS keeps 70m of two cores, 80m of four and 90m of eight; daemons get 300m. */
test("pods get the cores that neither the system nor daemons have", (t) => {
  const cpuOf = (vcpu: number) => allocatable({ vcpu, memoryMiB: 0, architecture: "amd64" }).milliCpu;
  t.deepEqual([1, 2, 3, 4, 5, 8, 16].map(cpuOf), [640, 1630, 2625, 3620, 4617, 7610, 15_590]);
});

/** 255 MiB and 11 MiB for each of 110 pods, 100 MiB for eviction, 512 MiB for daemons. */
test("pods get the memory that neither the system nor daemons have", (t) => {
  const memoryOf = (vcpu: number, gib: number) =>
    allocatable({ vcpu, memoryMiB: gib * 1024, architecture: "amd64" }).memoryMiB;
  t.is(memoryOf(2, 8), 8192 - 255 - 1210 - 100 - 512);
  t.is(memoryOf(16, 64), 65_536 - 2077);
});

test("a node from 30 vCPUs on may have 250 pods, for which more is kept", (t) => {
  const kept = (vcpu: number) => 65_536 - allocatable({ vcpu, memoryMiB: 65_536, architecture: "amd64" }).memoryMiB;
  t.deepEqual([29, 30].map(kept), [255 + 1210 + 612, 255 + 2750 + 612]);
});

test("a node smaller than what is kept has nothing left, and not less", (t) => {
  t.deepEqual(allocatable({ vcpu: 0, memoryMiB: 2048, architecture: "amd64" }), { milliCpu: 0, memoryMiB: 0 });
});
