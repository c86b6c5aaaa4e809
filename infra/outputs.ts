/** What the stack tells others. The names are a contract: scripts and other stacks read them. */

import type * as pulumi from "@pulumi/pulumi";
import { DATABASES } from "./databases";
import type { Cluster } from "./cluster";
import type { Platform } from "./platform";
import type { Settings } from "./settings";

export interface StackOutputs {
  /** Where Airflow answers, and its user. `nodePort` only if the Service has one; `reach` is the command that makes it answer on this machine. */
  readonly airflow: {
    readonly namespace: string;
    readonly service: string;
    readonly port: number;
    readonly nodePort?: number;
    readonly user: string;
    readonly reach: string;
  };
  /** Password of Airflow's user. A secret: `pulumi stack output airflowPassword --show-secrets`. */
  readonly airflowPassword: pulumi.Output<string>;
  /** The database server, a pod or a host outside the cluster, and the databases in it. */
  readonly postgres: {
    readonly namespace: string;
    readonly pod?: string;
    readonly host?: pulumi.Input<string>;
    readonly databases: readonly string[];
  };
  /** By job: the CronJob that it is. */
  readonly jobs: Readonly<Record<string, { readonly namespace: string; readonly cronJob: string }>>;
  /** All namespaces of the platform. */
  readonly namespaces: readonly string[];
  /** How to reach a cluster that the stack makes; a secret. It asks the AWS CLI for credentials. */
  readonly kubeconfig?: pulumi.Output<string>;
  /** Names of buckets by their key in the settings; `logs` is the stack's own. */
  readonly buckets?: Readonly<Record<string, pulumi.Input<string>>>;
  /** ARN of the IAM role of each service account that has one, by `namespace/account`. */
  readonly roles?: Readonly<Record<string, pulumi.Input<string>>>;
}

export function stackOutputs(
  settings: Settings,
  { cloud, kubeconfig }: Cluster,
  { airflow, teams }: Platform,
): StackOutputs {
  const { service } = settings.airflow;
  const jobs = teams.flatMap(({ home: { namespace }, jobs }) =>
    jobs.map(({ name: cronJob }) => [cronJob, { namespace, cronJob }] as const),
  );
  const namespaces = [settings.airflow, settings.postgres, ...Object.values(settings.teams)].map(
    ({ namespace }) => namespace,
  );
  return {
    airflow: {
      namespace: airflow.namespace,
      service: airflow.service,
      port: airflow.port,
      ...(service.kind === "nodePort" ? { nodePort: service.port } : {}),
      user: airflow.user,
      reach: `kubectl -n ${airflow.namespace} port-forward service/${airflow.service} ${airflow.port}`,
    },
    airflowPassword: airflow.password,
    postgres: {
      namespace: settings.postgres.namespace,
      ...(cloud?.database === undefined ? { pod: "postgres-0" } : { host: cloud.database.host }),
      databases: Object.values(DATABASES),
    },
    jobs: Object.fromEntries(jobs),
    namespaces,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(cloud !== undefined && { buckets: cloud.buckets, roles: cloud.roleArns }),
  };
}
