/** Airflow: its namespace, its account, and Airflow itself. After the teams, whose namespaces it starts drivers in. */

import { Airflow } from "../components/kubernetes/airflow";
import type { AirflowLogs, DagSource } from "../components/kubernetes/airflow-storage";
import { airflowAwsTraffic, airflowGitTraffic } from "../components/kubernetes/cloud-traffic";
import { airflowTraffic, type NetworkPolicies } from "../components/kubernetes/network-rules";
import { WorkloadAccount } from "../components/kubernetes/workload-account";
import { WorkloadNamespace } from "../components/kubernetes/workload-namespace";
import { airflowRules } from "../components/spark/rbac";
import { ACCOUNTS } from "../vocabulary";
import { type Cloud, provided, type RoleAccess } from "./cloud";
import type { Cluster } from "./cluster";
import { dagFiles } from "./dags";
import { type Databases, DATABASES } from "./databases";
import { networkPlaces } from "./network-places";
import type { Settings } from "./settings";
import type { Team } from "./team";

type AirflowSettings = Settings["airflow"];

export function createAirflow(
  settings: Settings,
  cluster: Cluster,
  databases: Databases,
  teams: readonly Team[],
): Airflow {
  const { namespace, quota, parallelism, service } = settings.airflow;
  const { provider, placements, cloud } = cluster;
  const home = new WorkloadNamespace(
    namespace,
    { namespace, workload: "airflow", quota, allow: traffic(settings, cluster, databases) },
    { provider },
  );
  const account = createAccount(settings, cluster, home, teams);
  const jobs = teams.flatMap((team) => team.jobs);
  return new Airflow(
    "airflow",
    {
      namespace,
      account: account.account,
      image: settings.images.airflow,
      database: databases.server.database(DATABASES.airflow),
      dags: dagFiles(),
      jobs: Object.fromEntries(jobs.map(({ name, driver }) => [name, driver])),
      parallelism,
      service,
      logs: logs(settings.airflow, cloud),
      dagSource: dagSource(settings.airflow, cloud),
      placement: placements.platform,
    },
    {
      provider,
      dependsOn: [
        account,
        databases.server,
        ...teams.map((team) => team.shared),
        ...jobs.flatMap(({ accounts }) => accounts),
      ],
    },
  );
}

function createAccount(
  { airflow }: Settings,
  { provider, cloud }: Cluster,
  home: WorkloadNamespace,
  teams: readonly Team[],
): WorkloadAccount {
  const { namespace } = home;
  const account = ACCOUNTS.airflow;
  const access = cloudAccess(airflow);
  const role = access && provided(cloud, "airflow").role({ namespace, account }, access);
  return new WorkloadAccount(
    "airflow",
    {
      namespace,
      account,
      token: true,
      annotations: role?.annotations ?? {},
      grants: teams.map((team) => ({ namespace: team.home.namespace, rules: airflowRules })),
    },
    { provider, dependsOn: [home, ...teams.map((team) => team.home), ...(role ? [role.resource] : [])] },
  );
}

function traffic(settings: Settings, cluster: Cluster, { place }: Databases): NetworkPolicies {
  const { dags } = settings.airflow;
  const usesAws = cloudAccess(settings.airflow) !== undefined;
  return {
    ...airflowTraffic(networkPlaces(settings, cluster), place),
    ...(usesAws && airflowAwsTraffic(provided(cluster.cloud, "airflow"))),
    ...(dags.kind === "git" && airflowGitTraffic(dags.cidrs)),
  };
}

/** What Airflow needs of the cloud; undefined if nothing. */
function cloudAccess({ logs, dags }: AirflowSettings): RoleAccess | undefined {
  const access = { kind: "airflow", logs: logs.kind === "s3" } as const;
  if (dags.kind === "s3") return { ...access, dags: { bucket: dags.bucket, prefix: dags.prefix } };
  return access.logs ? access : undefined;
}

function logs({ logs }: AirflowSettings, cloud: Cloud | undefined): AirflowLogs {
  if (logs.kind === "pod") return logs;
  const around = provided(cloud, "airflow.logs");
  return { kind: "s3", ...provided(around.logs, "airflow.logs"), region: around.s3.region };
}

function dagSource({ dags }: AirflowSettings, cloud: Cloud | undefined): DagSource {
  if (dags.kind !== "s3") return dags;
  const around = provided(cloud, "airflow.dags");
  return { kind: "s3", bucket: around.bucketName(dags.bucket), prefix: dags.prefix, region: around.s3.region };
}
