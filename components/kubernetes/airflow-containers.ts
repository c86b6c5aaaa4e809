import type { types } from "@pulumi/kubernetes";
import { PORTS } from "../../vocabulary";
import { containerSecurity } from "../spark/pod";
import { PASSWORDS } from "./airflow-environment";
import { apiServerProbes, heartbeatProbes, schedulerProbes } from "./airflow-probes";
import { PASSWORDS_MOUNT, passwordsMount, scratchMounts } from "./airflow-scratch";
import { tokenMount } from "./airflow-token";

type Container = types.input.core.v1.Container;
type Resources = types.input.core.v1.ResourceRequirements;
type VolumeMount = types.input.core.v1.VolumeMount;

/** What the containers have in common. */
export interface ContainerContext {
  readonly image: string;
  readonly env: types.input.core.v1.EnvVar[];
  /** Mounts of DAG files and job templates. */
  readonly fileMounts: VolumeMount[];
  /** Tasks that run at the same time. */
  readonly parallelism: number;
}

/**
 * Memory of the scheduler's container, in MiB. Measured: 105 for the scheduler, 40 for each waiting worker and 160 for each task, whose process lives in
 * this container. A Spark task is such a process only for the seconds in which it starts its driver and in which it ends.
 */
function schedulerMiB(parallelism: number): number {
  return 512 + 192 * parallelism;
}

/**
 * CPU requests are weights against the Spark pods beside; the limit of two cores is for the start, which takes 6 to 9 seconds of CPU time a process.
 * Memory is set aside in full: an Airflow that dies of a full node takes all waiting tasks with it.
 */
function resources(cpu: string, memoryMiB: number): Resources {
  const memory = `${memoryMiB}Mi`;
  return { requests: { cpu, memory }, limits: { cpu: "2", memory } };
}

/** Airflow's four processes. Only tasks and triggers start and watch Spark drivers, so only theirs get a token. Sizes are measured idle use with room for load: 216, 158 and 231 MiB for those but the scheduler. */
export function airflowContainers(context: ContainerContext): Container[] {
  const { image, env, fileMounts, parallelism } = context;
  // Log files of all processes lie in one folder, so nobody needs to serve them to the others.
  const ownLogs = "--skip-serve-logs";
  return [
    {
      ...container("api-server", image),
      args: ["airflow", "api-server"],
      env,
      ports: [{ name: "http", containerPort: PORTS.airflowApi }],
      resources: resources("200m", 768),
      ...apiServerProbes,
    },
    {
      ...container("scheduler", image, [...fileMounts, tokenMount]),
      args: ["airflow", "scheduler", ownLogs],
      env,
      resources: resources("200m", schedulerMiB(parallelism)),
      ...schedulerProbes,
    },
    {
      ...container("dag-processor", image, fileMounts),
      args: ["airflow", "dag-processor"],
      env,
      resources: resources("100m", 512),
      ...heartbeatProbes("dag_processor"),
    },
    {
      ...container("triggerer", image, [...fileMounts, tokenMount]),
      args: ["airflow", "triggerer", ownLogs],
      env,
      resources: resources("100m", 512),
      ...heartbeatProbes("triggerer"),
    },
  ];
}

/**
 * Before the four start: the password file is copied to where Airflow may open it for writing, and the database's version is checked. The second also
 * writes the home directory's configuration file once, before four processes would write it at the same time.
 */
export function airflowInitContainers({ image, env }: ContainerContext): Container[] {
  return [
    {
      ...container("passwords", image, [passwordsMount]),
      // A plain copy would keep the Secret's read-only mode.
      command: ["install", "--mode=600", `${PASSWORDS_MOUNT}/${PASSWORDS.key}`, PASSWORDS.file],
      resources: resources("50m", 64),
    },
    {
      ...container("check-migrations", image),
      args: ["airflow", "db", "check-migrations", "--migration-wait-timeout", "60"],
      env,
      resources: resources("200m", 512),
    },
  ];
}

/** The container of the migration Job; of the secrets, `env` holds the database connection only. */
export function migrationContainer(image: string, env: types.input.core.v1.EnvVar[]): Container {
  return {
    ...container("migrate", image),
    args: ["airflow", "db", "migrate"],
    env,
    resources: resources("200m", 512),
  };
}

/** What all have. They set `args`, not `command`: that leaves the image's entry point in place, which reaps processes. */
function container(name: string, image: string, mounts: VolumeMount[] = []): Container {
  return { name, image, securityContext: containerSecurity, volumeMounts: [...scratchMounts, ...mounts] };
}
