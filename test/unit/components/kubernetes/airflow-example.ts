import { Airflow, type AirflowArgs } from "../../../../components/kubernetes/airflow.js";
import type { PodTemplate } from "../../../../components/spark/pod.js";
import { record, type Registration } from "./recorder.js";

/** A driver pod template as small as they get. */
export const template: PodTemplate = {
  metadata: { namespace: "spark-analytics", labels: { "spark-role": "driver" } },
  spec: { containers: [{ name: "base", image: "registry.example/spark:1.0" }] },
};

/** Arguments of an Airflow that can be deployed. */
export const args: AirflowArgs = {
  namespace: "airflow",
  account: "airflow",
  image: "registry.example/airflow:3.3.2-1",
  database: {
    host: "postgres.postgres.svc",
    port: 5432,
    name: "airflow",
    user: "airflow",
    password: "p@ss/w%rd",
  },
  dags: { "nightly.py": "print('nightly')\n", "helper.py": "print('helper')\n" },
  jobs: { flights: template },
  parallelism: 4,
  service: { kind: "clusterIp" },
};

/** Everything that an Airflow named `airflow` registers, with some arguments changed. */
export function deploy(changes: Partial<AirflowArgs> = {}): Promise<Registration[]> {
  return record((opts) => new Airflow("airflow", { ...args, ...changes }, opts));
}

/** Inputs of the one resource of a kind, for example `Deployment`. */
export async function inputsOf<T>(kind: string, changes: Partial<AirflowArgs> = {}): Promise<T> {
  const found = (await deploy(changes)).filter(({ type }) => type.endsWith(`/v1:${kind}`));
  if (found.length !== 1) throw new Error(`${found.length} resources of kind ${kind}`);
  return found[0]?.inputs as T;
}
