/** What would stop the long work is found before it, each with the command that mends it. */
import { existsSync, realpathSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { execa } from "execa";

import { clusterState } from "./cluster/identity.js";
import { cacheHome, stateHome } from "./paths.js";
import { missingPrograms, platformPrograms, type Program } from "./toolchain.js";
import { installedGo, isRecent, onPath, parseVersion } from "./toolchain/path.js";
import { OLDEST, PROGRAMS } from "./toolchain/programs.js";

export interface MachineProblem {
  /** What is wrong, with the value that was found. */
  readonly what: string;
  /** What to type or do. */
  readonly fix: string;
}

/** What is asked of the machine: on a test's own terms in the tests. */
export interface Probes {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** For example `go1.26.8`; undefined without Go. */
  readonly goVersion: string | undefined;
  readonly hasProgram: (name: string) => boolean;
  readonly hasFile: (path: string) => boolean;
  /** Programs that have to be built. */
  readonly missing: readonly Program[];
  /** Caches and state by the variable that moves them; each as it is named and as it is with symbolic links resolved. */
  readonly directories: Readonly<Record<string, readonly string[]>>;
  /** Whether the first `up` is still to be finished; afterwards the built-in cluster has its images. */
  readonly clusterIsNew: boolean;
  /** Free bytes where caches and state are kept. */
  readonly freeBytes: number;
}

type Cluster = "built-in" | "context";

const GIGABYTE = 1e9;

/** File in the state directory that the first `up` leaves when all is done. */
export const SAMPLES_DONE = "samples-done";

/** Debian packages, each with a program or a file that only it brings. */
export type Packages = Readonly<Record<string, string>>;

/** What the built-in cluster and the images need. */
const PACKAGES: Packages = {
  bash: "bash",
  buildah: "buildah",
  containerd: "containerd",
  "containernetworking-plugins": "/usr/lib/cni/ptp",
  debootstrap: "debootstrap",
  iproute2: "ip",
  iptables: "iptables",
  mount: "mount",
  openssl: "openssl",
  runc: "runc",
  tar: "tar",
  "util-linux": "unshare",
};

const INSTALL = ["install", "--yes", "--no-install-recommends"];

/** Disk that building the programs of one Go module takes: sources, compiled packages and the programs. Measured with Go 1.26 on amd64, rounded up. */
const BUILD_GIGABYTES: Readonly<Record<string, number>> = {
  actionlint: 1,
  coredns: 2,
  cyclonus: 1,
  etcd: 1,
  kubernetes: 5,
  kwok: 1,
  pause: 0,
  pulumi: 4,
  "pulumi-language-nodejs": 1,
  "pulumi-resource-kubernetes": 5,
  versitygw: 1,
};

/** A new cluster: images, their copies in containerd, and what the pods write. */
const CLUSTER_GIGABYTES = 10;

/** Every problem of this machine, judged by the probes alone. */
export function machineProblems(cluster: Cluster, probes: Probes): MachineProblem[] {
  const common = [...goProblems(probes), ...diskProblems(cluster, probes)];
  if (cluster === "context") return common;
  const ground = groundProblems(probes);
  // Elsewhere none of the rest matters.
  return ground.length > 0 ? ground : [...packageProblems(probes), ...directoryProblems(probes), ...common];
}

export function groundProblems({ platform, isRoot }: Probes): MachineProblem[] {
  if (platform === "linux" && isRoot) return [];
  const [found, mend] =
    platform === "linux" ? ["you are not root", "run it as root, or "] : [`this is ${platform}`, ""];
  return [
    {
      what: `The built-in cluster needs Linux and root, and ${found}`,
      fix: `${mend}use a cluster that you have (minikube, kind, Docker Desktop): add \`-- --context NAME\` to the command`,
    },
  ];
}

/** Those of `packages` whose witness is not there. */
function missingPackages(
  packages: Packages,
  { hasProgram, hasFile }: Pick<Probes, "hasProgram" | "hasFile">,
): string[] {
  return Object.entries(packages)
    .filter(([, witness]) => !(witness.startsWith("/") ? hasFile(witness) : hasProgram(witness)))
    .map(([name]) => name);
}

export function packageProblems(probes: Probes): MachineProblem[] {
  const missing = missingPackages(PACKAGES, probes);
  if (missing.length === 0) return [];
  return [
    {
      what: `Debian packages are missing: ${missing.join(", ")}`,
      fix: ["apt-get", ...INSTALL, ...missing].join(" "),
    },
  ];
}

/** The node runs the programs in the cache and keeps the state: it must see both. */
export function directoryProblems({ directories }: Probes): MachineProblem[] {
  return Object.entries(directories).flatMap(([variable, paths]) => {
    const hidden = paths.find((path) => /^\/(var|run)\//.test(path));
    if (hidden === undefined) return [];
    return [
      {
        what: `The built-in cluster's node has a /var and a /run of its own and would not see ${hidden}`,
        fix: `set ${variable} to a directory elsewhere`,
      },
    ];
  });
}

export function goProblems({ goVersion, missing }: Probes): MachineProblem[] {
  // The provider is downloaded first: whether it must be built shows only then.
  const toBuild = missing.filter((program) => program !== "pulumi-resource-kubernetes");
  const version = parseVersion(goVersion ?? "");
  if (toBuild.length === 0 || (version && isRecent(version, OLDEST.go))) return [];
  const found = goVersion === undefined ? "Go is not on PATH" : `${goVersion} is too old`;
  return [
    {
      what: `${found}, and these programs have to be built: ${toBuild.join(", ")}`,
      fix: `install Go ${OLDEST.go.join(".")} or newer${installable(toBuild)}`,
    },
  ];
}

/** The other way out, when everything that has to be built can be installed: Pulumi brings its language host. */
function installable(toBuild: readonly Program[]): string {
  const others = toBuild.filter((program) => !["kubectl", "pulumi", "pulumi-language-nodejs"].includes(program));
  if (others.length > 0) return "";
  const programs = (["kubectl", "pulumi"] as const).filter((program) => toBuild.includes(program));
  return `, or install ${programs.map((program) => `${program} ${OLDEST[program].join(".")}`).join(" and ")} or newer`;
}

export function diskProblems(cluster: Cluster, { missing, clusterIsNew, freeBytes }: Probes): MachineProblem[] {
  const modules = new Set<string>(missing.map((program) => PROGRAMS[program].module));
  const build = [...modules].reduce((sum, module) => sum + (BUILD_GIGABYTES[module] ?? 0), 0);
  const needed = build + (cluster === "built-in" && clusterIsNew ? CLUSTER_GIGABYTES : 0);
  if (freeBytes >= needed * GIGABYTE) return [];
  return [
    {
      what: `${(freeBytes / GIGABYTE).toFixed(1)} GB of disk are free and ${needed} GB are needed`,
      fix: "free some disk, or set XDG_CACHE_HOME and XDG_STATE_HOME to directories on another one",
    },
  ];
}

/**
 * Looks at this machine, for the built-in cluster of a name or for a cluster that exists elsewhere.
 *
 * @throws Error with every problem and what mends it; of a name that no cluster can have, before anything else
 */
export async function checkMachine(cluster: Cluster, name = "local"): Promise<void> {
  const stateDir = cluster === "built-in" ? clusterState(name) : stateHome(name);
  const problems = machineProblems(cluster, await probeMachine(cluster, stateDir));
  if (problems.length === 0) return;
  throw new Error(problems.map(({ what, fix }) => `${what}.\n  To mend it: ${fix}`).join("\n"));
}

/**
 * Installs the Debian packages that the built-in cluster misses, and `more`. For CI, which has nobody to ask; a person is told the command.
 */
export async function installPackages(more: Packages): Promise<void> {
  const missing = missingPackages({ ...PACKAGES, ...more }, { hasProgram: isOnPath, hasFile: existsSync });
  if (missing.length === 0) return;
  await execa("apt-get", ["update"]);
  await execa("apt-get", [...INSTALL, ...missing], { env: { DEBIAN_FRONTEND: "noninteractive" } });
}

const isOnPath = (program: string): boolean => onPath(program) !== undefined;

/** Asks this machine. */
export async function probeMachine(cluster: Cluster, stateDir: string): Promise<Probes> {
  const [go, missing, ...freeBytes] = await Promise.all([
    installedGo(),
    missingPrograms(platformPrograms(cluster)),
    freeSpace(cacheHome()),
    freeSpace(stateDir),
  ]);
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    goVersion: go?.version,
    hasProgram: isOnPath,
    hasFile: existsSync,
    missing,
    directories: {
      XDG_CACHE_HOME: [cacheHome(), realDirectory(cacheHome())],
      XDG_STATE_HOME: [stateDir, realDirectory(stateDir)],
    },
    clusterIsNew: !existsSync(join(stateDir, SAMPLES_DONE)),
    freeBytes: Math.min(...freeBytes),
  };
}

/** Where a directory is with symbolic links resolved, or will be once it is made. */
function realDirectory(directory: string): string {
  if (existsSync(directory)) return realpathSync(directory);
  return join(realDirectory(dirname(directory)), basename(directory));
}

/** Free bytes on the disk of a directory that may not be there yet. */
async function freeSpace(directory: string): Promise<number> {
  if (!existsSync(directory)) return freeSpace(dirname(directory));
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
