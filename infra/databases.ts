/** The database server, a pod or one of the cloud's, and the databases on it. */

import type { DatabaseServer } from "../components/kubernetes/database";
import { DatabaseSetup } from "../components/kubernetes/database-setup";
import { type DatabasePlace, databaseSetupTraffic, postgresTraffic } from "../components/kubernetes/network-rules";
import { Postgres } from "../components/kubernetes/postgres";
import { WorkloadNamespace } from "../components/kubernetes/workload-namespace";
import { provided } from "./cloud";
import type { Cluster } from "./cluster";
import { networkPlaces } from "./network-places";
import { postgresQuota, setupQuota } from "./postgres-quota";
import type { Settings } from "./settings";

/** Airflow's metadata, and what jobs with `warehouse: true` write to. */
export const DATABASES = { airflow: "airflow", warehouse: "warehouse" } as const;

export interface Databases {
  readonly server: DatabaseServer;
  /** Where it answers, for the network policies of those who connect. */
  readonly place: DatabasePlace;
}

export function createDatabases(settings: Settings, cluster: Cluster): Databases {
  const { postgres } = settings;
  return postgres.kind === "pod" ? runPostgres(postgres, settings, cluster) : setUpServer(postgres, settings, cluster);
}

function runPostgres(
  postgres: Extract<Settings["postgres"], { kind: "pod" }>,
  { airflow, teams, images }: Settings,
  { provider, placements }: Cluster,
): Databases {
  const { namespace, storage, protect, cpu, memory } = postgres;
  const clients = { airflow: airflow.namespace, spark: Object.values(teams).map((team) => team.namespace) };
  const home = new WorkloadNamespace(
    namespace,
    { namespace, workload: "postgres", quota: postgresQuota(postgres), allow: postgresTraffic(clients), protect },
    { provider },
  );
  const server = new Postgres(
    "postgres",
    {
      namespace,
      image: images.postgres,
      storage,
      protect,
      cpu,
      memory,
      placement: placements.platform,
      databases: Object.values(DATABASES),
    },
    { provider, dependsOn: [home] },
  );
  return { server, place: { kind: "pods", namespace } };
}

/** The server is the cloud's; what is left to do from inside the cluster is to make the databases on it. */
function setUpServer(
  { namespace }: Extract<Settings["postgres"], { kind: "rds" }>,
  settings: Settings,
  cluster: Cluster,
): Databases {
  const { provider, placements, cloud } = cluster;
  const server = provided(cloud?.database, "postgres.kind");
  const place = { kind: "addresses", cidrs: server.cidrs } as const;
  const allow = databaseSetupTraffic(networkPlaces(settings, cluster), place);
  const home = new WorkloadNamespace(
    namespace,
    { namespace, workload: "postgres", quota: setupQuota, allow },
    { provider },
  );
  const databases = new DatabaseSetup(
    "databases",
    {
      namespace,
      image: settings.images.postgres,
      server,
      placement: placements.platform,
      databases: Object.values(DATABASES),
    },
    { provider, dependsOn: [home, server.resource] },
  );
  return { server: databases, place };
}
