import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import { AIRFLOW_PATHS, PORTS } from "../../vocabulary";

type EnvVar = types.input.core.v1.EnvVar;

/** Home directory in the image, as in the official one. */
export const AIRFLOW_HOME = "/opt/airflow";

/** Airflow's only user. */
export const AIRFLOW_USER = "admin";

/** Passwords by user as JSON: the key of it in the Secret, and the file that Airflow reads. The login opens that file for writing. */
export const PASSWORDS = { key: "passwords.json", file: `${AIRFLOW_HOME}/passwords.json` } as const;

/** Keys of the Secret that are environment variables of the same name. The source of the names is Airflow's configuration reference. */
export const SECRET_VARIABLES = {
  /** SQLAlchemy URL of the metadata database. */
  connection: "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
  /** Encrypts connections and variables in the database: lost key, lost values. */
  fernetKey: "AIRFLOW__CORE__FERNET_KEY",
  /** Signs the tokens by which users, tasks and components know each other: must be the same in all containers. */
  jwtSecret: "AIRFLOW__API_AUTH__JWT_SECRET",
  /** Signs the session of the web pages and the requests for log files. */
  apiSecretKey: "AIRFLOW__API__SECRET_KEY",
} as const;

/** Settings of all containers, the migration's too, as Airflow's environment variables. Nothing secret. */
export const AIRFLOW_SETTINGS: Readonly<Record<string, string>> = {
  AIRFLOW_HOME,
  // A trigger class of ours is imported by the triggerer, which does not look into the DAG folder by itself.
  PYTHONPATH: AIRFLOW_PATHS.dags,
  AIRFLOW__CORE__EXECUTOR: "LocalExecutor",
  AIRFLOW__CORE__LOAD_EXAMPLES: "False",
  AIRFLOW__CORE__DAGS_FOLDER: AIRFLOW_PATHS.dags,
  AIRFLOW__CORE__AUTH_MANAGER: "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager",
  AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS: `${AIRFLOW_USER}:admin`,
  AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS: "False",
  AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE: PASSWORDS.file,
  // Tasks talk to the API server in the same pod, whatever its address is outside.
  AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `http://localhost:${PORTS.airflowApi}/execution/`,
  AIRFLOW__API__PORT: String(PORTS.airflowApi),
  // One process serves a team; each further one takes as much memory again.
  AIRFLOW__API__WORKERS: "1",
  AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK: "True",
  AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT: String(PORTS.airflowSchedulerHealth),
  // DAG files change only together with the pod: the default of 30 seconds would import them for nothing.
  AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL: "600",
  AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES: "1",
  AIRFLOW__LOGGING__COLORED_CONSOLE_LOG: "False",
  AIRFLOW__OPERATORS__DEFAULT_DEFERRABLE: "True",
};

/** Number of tasks that run at the same time. Of no concern to the migration, which a new number must not run again. */
export const PARALLELISM_VARIABLE = "AIRFLOW__CORE__PARALLELISM";

/** Environment variables with literal values. */
export function literalVariables(values: Readonly<Record<string, Input<string>>>): EnvVar[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** Environment variables that Kubernetes fills in from the keys of the same names of a Secret. */
export function secretVariables(secret: string, names: readonly string[]): EnvVar[] {
  return names.map((name) => ({ name, valueFrom: { secretKeyRef: { name: secret, key: name } } }));
}
