/** A Spark team: its namespace, what its jobs share, and its jobs. */

import { jobAwsTraffic } from "../components/kubernetes/cloud-traffic";
import { jdbcUrl } from "../components/kubernetes/database";
import { type NetworkPolicies, sparkTraffic } from "../components/kubernetes/network-rules";
import { SparkCronJob } from "../components/kubernetes/spark-cron-job";
import { SparkTeam } from "../components/kubernetes/spark-team";
import type { WorkloadAccount } from "../components/kubernetes/workload-account";
import { WorkloadNamespace } from "../components/kubernetes/workload-namespace";
import type { TeamPlacement } from "../components/spark/conf";
import { driverPod } from "../components/spark/driver-pod";
import type { SparkJob } from "../components/spark/job";
import type { PodTemplate } from "../components/spark/pod";
import type { Cluster } from "./cluster";
import { type Databases, DATABASES } from "./databases";
import { createJobAccounts } from "./job-accounts";
import { sparkJobs } from "./jobs";
import { networkPlaces } from "./network-places";
import type { Settings } from "./settings";

export interface Team {
  readonly home: WorkloadNamespace;
  readonly shared: SparkTeam;
  readonly jobs: readonly TeamJob[];
}

export interface TeamJob {
  readonly name: string;
  /** Those of its own. */
  readonly accounts: readonly WorkloadAccount[];
  readonly driver: PodTemplate;
}

export function createTeam(
  key: string,
  { namespace, quota }: Settings["teams"][string],
  settings: Settings,
  cluster: Cluster,
  databases: Databases,
): Team {
  const { provider, placements: nodes, cloud } = cluster;
  const team: TeamPlacement = { namespace, nodes, ...(cloud !== undefined && { s3: cloud.s3 }) };
  const jobs = sparkJobs(settings).filter((job) => job.team === key);
  const home = new WorkloadNamespace(
    namespace,
    { namespace, workload: "spark", team: key, quota, allow: traffic(jobs, settings, cluster, databases) },
    { provider },
  );
  const database = databases.server.database(DATABASES.warehouse);
  const warehouse = { url: jdbcUrl(database), user: database.user, password: database.password };
  const shared = new SparkTeam(key, { key, namespace, nodes, warehouse }, { provider, dependsOn: [home] });
  return { home, shared, jobs: jobs.map((job) => createJob(job, team, cluster, databases, { home, shared })) };
}

function createJob(
  job: SparkJob,
  team: TeamPlacement,
  cluster: Cluster,
  { server }: Databases,
  { home, shared }: Pick<Team, "home" | "shared">,
): TeamJob {
  const accounts = createJobAccounts(job, home, cluster);
  const dependsOn = [shared, server, ...accounts];
  new SparkCronJob(job.name, { job, team }, { provider: cluster.provider, dependsOn });
  return { name: job.name, accounts, driver: driverPod(job, team) };
}

function traffic(
  jobs: readonly SparkJob[],
  settings: Settings,
  cluster: Cluster,
  { place }: Databases,
): NetworkPolicies {
  const withData = jobs.filter(({ data }) => data !== undefined).map(({ name }) => name);
  return {
    ...sparkTraffic(networkPlaces(settings, cluster), place),
    ...(cluster.cloud !== undefined && jobAwsTraffic(withData, cluster.cloud)),
  };
}
