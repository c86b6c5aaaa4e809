import type * as kubernetes from "@pulumi/kubernetes";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ACCOUNTS, PORTS } from "../../vocabulary";
import { type Placement, placed } from "../placement";
import { milliCpu } from "../spark/cpu";
import { DATA_CLAIM } from "./postgres-storage";

export const CONFIG_MAP = "postgres-config";
export const PASSWORDS_SECRET = "postgres-passwords";

/** User and group of the server in the official image, and in the platform's own. */
const SERVER_USER = 999;

/** Pod security context of that user, which Pod Security `restricted` accepts. */
export const serverSecurity = {
  runAsNonRoot: true,
  runAsUser: SERVER_USER,
  runAsGroup: SERVER_USER,
  fsGroup: SERVER_USER,
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
};

const PATHS = {
  config: "/etc/postgres",
  passwords: "/etc/postgres-passwords",
  volume: "/data",
  /** Not the volume's root: the server wants a directory that only its user can open. */
  data: "/data/pgdata",
  socket: "/var/run/postgresql",
};

/** Settings and scripts, by file name: the content of the ConfigMap. */
export function configFiles(): Record<string, string> {
  const files = ["prepare.sh", "database.sql", "postgresql.conf", "pg_hba.conf"];
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(__dirname, "postgres", file), "utf8")]));
}

export interface PostgresPodArgs {
  readonly image: string;
  /** CPU set aside, as cores (`1`) or thousandths (`250m`). */
  readonly cpu: string;
  /** Memory set aside, and the most that the server gets. */
  readonly memory: string;
  readonly placement?: Placement;
}

/**
 * Two containers, one after the other: `prepare` brings the data directory to the declared state, behind a socket that only this pod has, then
 * `postgres` serves. Only `prepare` sees the passwords.
 */
export function postgresPod({
  image,
  cpu,
  memory,
  placement,
}: PostgresPodArgs): kubernetes.types.input.core.v1.PodSpec {
  const container = {
    image,
    env: [
      { name: "PGDATA", value: PATHS.data },
      { name: "PGHOST", value: PATHS.socket },
    ],
    resources: { requests: { cpu, memory }, limits: { cpu: burst(cpu), memory } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
  };
  const mounts = [
    { name: "data", mountPath: PATHS.volume },
    { name: "config", mountPath: PATHS.config, readOnly: true },
    { name: "socket", mountPath: PATHS.socket },
    { name: "shared-memory", mountPath: "/dev/shm" },
    { name: "tmp", mountPath: "/tmp" },
  ];
  return {
    ...placed(placement),
    serviceAccountName: ACCOUNTS.postgres,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: serverSecurity,
    terminationGracePeriodSeconds: 60,
    initContainers: [
      {
        ...container,
        name: "prepare",
        command: ["sh", `${PATHS.config}/prepare.sh`],
        env: [...container.env, { name: "CONFIG", value: PATHS.config }, { name: "PASSWORDS", value: PATHS.passwords }],
        volumeMounts: [...mounts, { name: "passwords", mountPath: PATHS.passwords, readOnly: true }],
      },
    ],
    containers: [
      {
        ...container,
        name: "postgres",
        command: [
          "postgres",
          ...["-c", `config_file=${PATHS.config}/postgresql.conf`],
          ...["-c", `hba_file=${PATHS.config}/pg_hba.conf`],
          ...["-c", `unix_socket_directories=${PATHS.socket}`],
        ],
        ports: [{ name: "postgres", containerPort: PORTS.postgres }],
        ...probes(),
        // Fast shutdown. The signal that Kubernetes sends makes the server wait for every client to leave.
        lifecycle: { preStop: { exec: { command: ["sh", "-c", "kill -INT 1"] } } },
        volumeMounts: mounts,
      },
    ],
    volumes: [
      { name: "data", persistentVolumeClaim: { claimName: DATA_CLAIM } },
      { name: "config", configMap: { name: CONFIG_MAP } },
      { name: "passwords", secret: { secretName: PASSWORDS_SECRET, defaultMode: 0o440 } },
      { name: "socket", emptyDir: { sizeLimit: "1Mi" } },
      // Parallel queries share memory here; a container's own /dev/shm has 64 MiB. Counts towards the memory limit.
      { name: "shared-memory", emptyDir: { medium: "Memory", sizeLimit: "256Mi" } },
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
    ],
  };
}

/** Slow to give up: on a busy laptop the check itself waits for its turn, and a restart would only add to the load. */
function probes() {
  const exec = { command: ["pg_isready", "--quiet", "--host=127.0.0.1"] };
  return {
    startupProbe: { exec, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 150 },
    readinessProbe: { exec, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { exec, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6 },
  };
}

/** Up to four times the CPU that is set aside, while it is idle: starts and migrations are short and hungry. */
function burst(cpu: string): string {
  return `${4 * (milliCpu(cpu) ?? 0)}m`;
}
