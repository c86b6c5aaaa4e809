/** The node as a process tree on this machine: started in its own namespaces, found again, entered and ended. */
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { execa } from "execa";

import { ensureCgroup, removeCgroup } from "./cgroups.js";
import { type Files, generationOf, REGISTRY_HOSTS } from "./configuration.js";
import type { Identity } from "./identity.js";

const START_TIMEOUT_MS = 10_000;
const END_TIMEOUT_MS = 30_000;

/** The node's first process: killing it ends the node. Process ids are reused, so the start time belongs to it. */
interface FirstProcess {
  readonly pid: number;
  /** In clock ticks since the machine started. */
  readonly startTime: string;
}

/** Process id of the running node's first process; undefined when the node is down. */
export function nodePid(stateDir: string): number | undefined {
  const file = join(stateDir, "node.process");
  if (!existsSync(file)) return undefined;
  const [pid = "", startTime = ""] = readFileSync(file, "utf8").trim().split(" ");
  const recorded: FirstProcess = { pid: Number(pid), startTime };
  return isAlive(recorded) ? recorded.pid : undefined;
}

function isAlive({ pid, startTime }: FirstProcess): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may hold blanks: state is the first field behind it, start time the twentieth.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[19] === startTime && fields[0] !== "Z";
  } catch {
    return false;
  }
}

/** Starts the node unless it runs with exactly these files. Its data stay. */
export async function ensureNode(identity: Identity, files: Files): Promise<void> {
  const { stateDir } = identity;
  const generation = join(stateDir, "generation");
  const current = existsSync(generation) ? readFileSync(generation, "utf8") : undefined;
  if (nodePid(stateDir) === undefined || current !== generationOf(files)) {
    await endNode(identity);
    for (const [path, content] of Object.entries(files)) writeNodeFile(join(stateDir, path), content);
    writeFileSync(generation, generationOf(files));
    await launch(identity);
  }
  await connect(identity);
}

/** Renaming leaves the open file of a shell that still reads it as it was. */
function writeNodeFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, content, { mode: 0o700 });
  renameSync(`${path}.new`, path);
}

async function launch({ stateDir, nodeName, nodeAddress, gatewayAddress, cgroup }: Identity): Promise<void> {
  ensureCgroup(cgroup);
  for (const directory of ["logs", "etcd", REGISTRY_HOSTS]) {
    mkdirSync(join(stateDir, directory), { recursive: true, mode: 0o700 });
  }
  const log = openSync(join(stateDir, "logs", "node.log"), "a");
  const namespaces = ["--mount", "--propagation=slave", "--net", "--pid", "--uts", "--ipc", "--fork", "--kill-child"];
  const script = ["bash", join(stateDir, "node.bash"), stateDir, nodeName, nodeAddress, gatewayAddress];
  // Detached: a session of its own, which outlives the shell.
  const node = spawn("unshare", [...namespaces, "--", ...script], {
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
  });
  node.unref();
  closeSync(log);
  await until(
    () => nodePid(stateDir) !== undefined,
    START_TIMEOUT_MS,
    `The node did not start: see ${join(stateDir, "logs", "node.log")}.`,
  );
}

/** Makes the link between host and node, or what an interrupted start left of it to make. */
async function connect({ stateDir, link, gatewayAddress }: Identity): Promise<void> {
  const pid = String(nodePid(stateDir));
  const connected = await execa("nsenter", ["--target", pid, "--net", "ip", "link", "show", "eth0"], { reject: false });
  if (connected.exitCode !== 0) {
    await removeLink(link);
    await execa("ip", ["link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", pid]);
  }
  await execa("ip", ["address", "replace", `${gatewayAddress}/30`, "dev", link]);
  await execa("ip", ["link", "set", link, "up"]);
}

/** The kernel removes the link when the node's network namespace goes, but not at once. */
async function removeLink(link: string): Promise<void> {
  await execa("ip", ["link", "delete", link], { reject: false });
}

/** Ends the node, if it runs, with every process and mount in it, and removes its link and cgroups. */
export async function endNode({ stateDir, link, cgroup }: Identity): Promise<void> {
  const pid = nodePid(stateDir);
  if (pid !== undefined) {
    process.kill(pid, "SIGKILL");
    await until(() => nodePid(stateDir) === undefined, END_TIMEOUT_MS, `Process ${pid} of the node does not end.`);
  }
  await removeLink(link);
  await removeCgroup(cgroup);
}

/** The command line that runs a program of this machine inside the node's namespaces. */
export function inNode(stateDir: string, command: readonly string[]): [program: string, args: string[]] {
  const pid = nodePid(stateDir);
  if (pid === undefined) throw new Error(`The cluster in ${stateDir} is not running.`);
  return ["nsenter", ["--target", String(pid), "--mount", "--net", "--pid", "--", ...command]];
}

async function until(isSo: () => boolean, timeout: number, otherwise: string): Promise<void> {
  const deadline = Date.now() + timeout;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(otherwise);
    await sleep(50);
  }
}
