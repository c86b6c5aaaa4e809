import type { types } from "@pulumi/kubernetes";
import { LABELS, PROJECT, WORKLOADS } from "../../vocabulary";
import { type Placement, placed } from "../placement";
import { airflowContainers, airflowInitContainers, migrationContainer } from "./airflow-containers";
import {
  AIRFLOW_SETTINGS,
  literalVariables,
  PARALLELISM_VARIABLE,
  SECRET_VARIABLES,
  secretVariables,
} from "./airflow-environment";
import { fileMounts, fileVolumes, type Files } from "./airflow-files";
import { passwordsVolume, scratchVolumes } from "./airflow-scratch";
import { type AirflowLogs, connectionVariable, type DagSource, dagVariables, logVariables } from "./airflow-storage";
import { tokenVolume } from "./airflow-token";

type EnvVar = types.input.core.v1.EnvVar;
type PodSpec = types.input.core.v1.PodSpec;

/** Name of Airflow's objects in its namespace: Deployment, Service and Secret. */
export const AIRFLOW = "airflow";

/** What the two kinds of pods run as and with. */
export interface AirflowPodArgs {
  readonly account: string;
  readonly image: string;
  readonly parallelism: number;
  readonly dags: Files;
  readonly logs?: AirflowLogs;
  readonly dagSource?: DagSource;
  readonly placement?: Placement;
}

/**
 * Time for a pod to end, in seconds. Measured: 2 to 5 for three of the processes and 13 for a triggerer that watches drivers; a worker that is just
 * starting a driver gets to finish.
 */
const STOP_SECONDS = 60;

/** User and group of Airflow in the image, as in the official one. Group 0 has no rights here beyond owning files. */
const podSecurity = {
  runAsNonRoot: true,
  runAsUser: 50000,
  runAsGroup: 0,
  seccompProfile: { type: "RuntimeDefault" },
};

/**
 * Labels of Airflow's pods. Network policies look at the name, which both kinds share; the component tells the pod that serves from the one that
 * migrates.
 */
export function podLabels(component: "server" | "migration"): Record<string, string> {
  return { [LABELS.name]: WORKLOADS.airflow, [LABELS.component]: component, [LABELS.partOf]: PROJECT };
}

/** The pod with Airflow's four processes. */
export function serverPod(args: AirflowPodArgs): PodSpec {
  const context = {
    image: args.image,
    env: serverVariables(args),
    fileMounts: fileMounts(args.dags),
    parallelism: args.parallelism,
  };
  return {
    ...commonPod(args),
    initContainers: airflowInitContainers(context),
    containers: airflowContainers(context),
    volumes: [...scratchVolumes, ...fileVolumes, passwordsVolume(AIRFLOW), tokenVolume],
  };
}

/** The pod that brings the database to the image's version. */
export function migrationPod(args: AirflowPodArgs): PodSpec {
  const env = [...literalVariables(AIRFLOW_SETTINGS), ...secretVariables(AIRFLOW, [SECRET_VARIABLES.connection])];
  return {
    ...commonPod(args),
    restartPolicy: "Never",
    containers: [migrationContainer(args.image, env)],
    volumes: scratchVolumes,
  };
}

function serverVariables({ parallelism, logs, dagSource }: AirflowPodArgs): EnvVar[] {
  return [
    ...literalVariables({ ...AIRFLOW_SETTINGS, [PARALLELISM_VARIABLE]: String(parallelism) }),
    ...secretVariables(AIRFLOW, Object.values(SECRET_VARIABLES)),
    ...literalVariables({ ...logVariables(logs), ...dagVariables(dagSource) }),
    ...connectionVariable(dagSource),
  ];
}

function commonPod({ account, placement }: AirflowPodArgs) {
  return {
    ...placed(placement),
    serviceAccountName: account,
    automountServiceAccountToken: false,
    // Otherwise a Service's address would appear among the variables that configure Airflow.
    enableServiceLinks: false,
    securityContext: podSecurity,
    terminationGracePeriodSeconds: STOP_SECONDS,
  };
}
