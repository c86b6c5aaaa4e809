/** What this machine must have: the judgements of `npm run up`, a line each, and what only a running platform needs. */
import { readFileSync } from "node:fs";
import { freemem, totalmem } from "node:os";

import {
  diskProblems,
  directoryProblems,
  goProblems,
  groundProblems,
  packageProblems,
  probeMachine,
  type Probes,
} from "../preflight.js";
import type { Target } from "../target.js";
import { type Check, check, type Verdict, verdict } from "./check.js";

/** Bytes, as the kernel counts them. */
export interface Memory {
  /** Of the machine, or as much as the container that this runs in may use. */
  readonly total: number;
  /** What programs can still get. */
  readonly available: number;
  /** Whether a built-in cluster of this name has its share already. */
  readonly clusterRuns: boolean;
}

const GIGABYTE = 1e9;

/** Below this, Postgres, the pods' logs and Pulumi's state are about to fail. */
const LEAST_DISK = 2 * GIGABYTE;

/** What the built-in cluster takes with Airflow, Postgres and a run of a sample job; measured at 5 to 6 GB. */
const CLUSTER_MEMORY = 6 * GIGABYTE;

/** What a command of this project takes beside it: Pulumi, its provider and the program. */
const COMMAND_MEMORY = GIGABYTE;

export function machineChecks(target: Target, clusterRuns: boolean): Check[] {
  const probes = probeMachine(target.kind, target.stateDir);
  // Each line that reads it tells a failure.
  probes.catch(() => undefined);
  const ask = (): Promise<Probes> => probes;
  const builtIn = [
    check("System", ask, (found) => verdict(groundProblems(found), "Linux, and you are root")),
    check("Packages", ask, (found) => verdict(packageProblems(found), "every Debian package is there")),
    check("Directories", ask, (found) => verdict(directoryProblems(found), "the node sees caches and state")),
  ];
  return [
    ...(target.kind === "built-in" ? builtIn : []),
    check("Toolchain", ask, judgeToolchain),
    check("Disk", ask, (found) => judgeDisk(target.kind, found)),
    check(
      "Memory",
      () => readMemory(clusterRuns),
      (found) => judgeMemory(target.kind, found),
    ),
  ];
}

export function judgeToolchain(probes: Probes): Verdict {
  const { length } = probes.missing;
  const seen = length === 0 ? "every program is there" : `npm run up builds what is missing: ${list(probes.missing)}`;
  return verdict(goProblems(probes), seen);
}

export function judgeDisk(cluster: Target["kind"], probes: Probes): Verdict {
  const free = `${gigabytes(probes.freeBytes)} are free`;
  const problems = diskProblems(cluster, probes);
  if (problems.length > 0 || probes.freeBytes >= LEAST_DISK) return verdict(problems, free);
  const fix = "free some disk: what is full fails in databases and pods, with other words";
  return verdict([{ what: `Only ${free}`, fix }], free);
}

export function judgeMemory(cluster: Target["kind"], { total, available, clusterRuns }: Memory): Verdict {
  const needed = COMMAND_MEMORY + (cluster === "built-in" && !clusterRuns ? CLUSTER_MEMORY : 0);
  const seen = `${gigabytes(available)} of ${gigabytes(total)} are available`;
  if (available >= needed) return verdict([], seen);
  const fix = total < needed ? "use a larger machine" : "end other programs";
  const elsewhere = cluster === "built-in" ? ", or use a cluster elsewhere: -- --context NAME" : "";
  return verdict([{ what: `${seen}, and ${gigabytes(needed)} are needed`, fix: fix + elsewhere }], seen);
}

function readMemory(clusterRuns: boolean): Promise<Memory> {
  const limit = process.constrainedMemory();
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Promise.resolve({ total, available: Math.min(total, availableMemory()), clusterRuns });
}

/** Caches can be given up, so what is free is not all that is available. Linux tells the sum. */
function availableMemory(): number {
  if (process.platform !== "linux") return freemem();
  const [, kibibytes] = /^MemAvailable: +(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8")) ?? [];
  return kibibytes === undefined ? freemem() : Number(kibibytes) * 1024;
}

const gigabytes = (bytes: number): string => `${(bytes / GIGABYTE).toFixed(1)} GB`;

const list = (names: readonly string[]): string => names.join(", ");
