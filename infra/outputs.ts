/** What the stack tells others. The names are a contract: scripts and other stacks read them. */

import type * as pulumi from "@pulumi/pulumi";
import { DATABASES, type Platform } from "./platform";
import type { Settings } from "./settings";

export interface StackOutputs {
  /** Where Airflow answers, and its user. `nodePort` only if the Service has one. */
  readonly airflow: {
    readonly namespace: string;
    readonly service: string;
    readonly port: number;
    readonly nodePort?: number;
    readonly user: string;
  };
  /** Password of Airflow's user. A secret: `pulumi stack output airflowPassword --show-secrets`. */
  readonly airflowPassword: pulumi.Output<string>;
  /** The database server's pod, and the databases in it. */
  readonly postgres: { readonly namespace: string; readonly pod: string; readonly databases: readonly string[] };
  /** By job: the CronJob that it is. */
  readonly jobs: Readonly<Record<string, { readonly namespace: string; readonly cronJob: string }>>;
  /** All namespaces of the platform. */
  readonly namespaces: readonly string[];
}

export function stackOutputs(settings: Settings, { airflow, teams }: Platform): StackOutputs {
  const { service } = settings.airflow;
  const cronJobs = teams.flatMap((team) => team.cronJobs);
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
    },
    airflowPassword: airflow.password,
    postgres: { namespace: settings.postgres.namespace, pod: "postgres-0", databases: Object.values(DATABASES) },
    jobs: Object.fromEntries(cronJobs.map(({ cronJob, namespace }) => [cronJob, { namespace, cronJob }])),
    namespaces,
  };
}
