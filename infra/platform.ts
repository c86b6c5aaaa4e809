/**
 * The only place where components meet. Names in Kubernetes are literal, so that order does not follow from values: `dependsOn` states it. Namespaces
 * come before what is in them, accounts before pods, the database before those who connect to it; and on the way out the other way round.
 */

import type { Airflow } from "../components/kubernetes/airflow";
import { createAirflow } from "./airflow";
import type { Cluster } from "./cluster";
import { createDatabases, type Databases } from "./databases";
import type { Settings } from "./settings";
import { createTeam, type Team } from "./team";

export interface Platform {
  readonly databases: Databases;
  readonly teams: readonly Team[];
  readonly airflow: Airflow;
}

/** Everything on the cluster, whose provider is passed on explicitly everywhere. */
export function createPlatform(settings: Settings, cluster: Cluster): Platform {
  const databases = createDatabases(settings, cluster);
  const teams = Object.entries(settings.teams).map(([key, team]) =>
    createTeam(key, team, settings, cluster, databases),
  );
  const airflow = createAirflow(settings, cluster, databases, teams);
  return { databases, teams, airflow };
}
