/**
 * The only place where components meet. Names in Kubernetes are literal, so that order does not follow from values: `dependsOn` states it. Namespaces
 * come before what is in them, accounts before pods, the database before those who connect to it; and on the way out the other way round.
 */

import type * as kubernetes from "@pulumi/kubernetes";
import { Airflow } from "../components/kubernetes/airflow";
import { airflowTraffic, postgresTraffic, sparkTraffic } from "../components/kubernetes/network-rules";
import { Postgres } from "../components/kubernetes/postgres";
import { SparkCronJob } from "../components/kubernetes/spark-cron-job";
import { SparkTeam } from "../components/kubernetes/spark-team";
import { WorkloadAccount } from "../components/kubernetes/workload-account";
import { WorkloadNamespace } from "../components/kubernetes/workload-namespace";
import { driverPod } from "../components/spark/driver-pod";
import type { SparkJob } from "../components/spark/job";
import { airflowRules } from "../components/spark/rbac";
import { ACCOUNTS } from "../vocabulary";
import { dagFiles } from "./dags";
import { sparkJobs } from "./jobs";
import { postgresQuota } from "./postgres-quota";
import type { Settings } from "./settings";

/** Databases of the one Postgres: Airflow's metadata, and what jobs with `warehouse: true` write to. */
export const DATABASES = { airflow: "airflow", warehouse: "warehouse" } as const;

/** A Spark team: its namespace, what its jobs share, and its jobs. */
export interface Team {
  readonly home: WorkloadNamespace;
  readonly shared: SparkTeam;
  readonly jobs: readonly SparkJob[];
  readonly cronJobs: readonly SparkCronJob[];
}

export interface Platform {
  readonly postgres: Postgres;
  readonly teams: readonly Team[];
  readonly airflow: Airflow;
}

/** Everything on the cluster of the provider, which is passed on explicitly everywhere. */
export function createPlatform(settings: Settings, provider: kubernetes.Provider): Platform {
  const postgres = createPostgres(settings, provider);
  const teams = Object.entries(settings.teams).map(([key, team]) =>
    createTeam(key, team, settings, postgres, provider),
  );
  const airflow = createAirflow(settings, postgres, teams, provider);
  return { postgres, teams, airflow };
}

function createPostgres({ postgres, airflow, teams, images }: Settings, provider: kubernetes.Provider): Postgres {
  const { namespace, storage, protect, cpu, memory } = postgres;
  const clients = { airflow: airflow.namespace, spark: Object.values(teams).map((team) => team.namespace) };
  const home = new WorkloadNamespace(
    namespace,
    { namespace, workload: "postgres", quota: postgresQuota(postgres), allow: postgresTraffic(clients), protect },
    { provider },
  );
  return new Postgres(
    "postgres",
    { namespace, image: images.postgres, storage, protect, cpu, memory, databases: Object.values(DATABASES) },
    { provider, dependsOn: [home] },
  );
}

function createTeam(
  key: string,
  { namespace, quota }: Settings["teams"][string],
  settings: Settings,
  postgres: Postgres,
  provider: kubernetes.Provider,
): Team {
  const home = new WorkloadNamespace(
    namespace,
    {
      namespace,
      workload: "spark",
      team: key,
      quota,
      allow: sparkTraffic(settings.network, settings.postgres.namespace),
    },
    { provider },
  );
  const { host, port, name, user, password } = postgres.database(DATABASES.warehouse);
  const warehouse = { url: `jdbc:postgresql://${host}:${port}/${name}`, user, password };
  const shared = new SparkTeam(key, { key, namespace, warehouse }, { provider, dependsOn: [home] });
  const jobs = sparkJobs(settings).filter(({ team }) => team === key);
  const cronJobs = jobs.map(
    (job) => new SparkCronJob(job.name, { job, team: { namespace } }, { provider, dependsOn: [shared, postgres] }),
  );
  return { home, shared, jobs, cronJobs };
}

/** After the teams, whose namespaces it starts drivers in. */
function createAirflow(
  { airflow, images, network, postgres }: Settings,
  server: Postgres,
  teams: readonly Team[],
  provider: kubernetes.Provider,
): Airflow {
  const { namespace, quota, parallelism, service } = airflow;
  const home = new WorkloadNamespace(
    namespace,
    { namespace, workload: "airflow", quota, allow: airflowTraffic(network, postgres.namespace) },
    { provider },
  );
  const account = new WorkloadAccount(
    "airflow",
    {
      namespace,
      account: ACCOUNTS.airflow,
      token: true,
      grants: teams.map((team) => ({ namespace: team.home.namespace, rules: airflowRules })),
    },
    { provider, dependsOn: [home, ...teams.map((team) => team.home)] },
  );
  return new Airflow(
    "airflow",
    {
      namespace,
      account: account.account,
      image: images.airflow,
      database: server.database(DATABASES.airflow),
      dags: dagFiles(),
      jobs: driverPods(teams),
      parallelism,
      service,
    },
    { provider, dependsOn: [account, server, ...teams.map((team) => team.shared)] },
  );
}

function driverPods(teams: readonly Team[]) {
  return Object.fromEntries(teams.flatMap(({ home, jobs }) => jobs.map((job) => [job.name, driverPod(job, home)])));
}
