/** Which pods are Spark's drivers, and which are Airflow's: what a reclaimed node must not end. */
import { LABELS, SPARK_ROLES, WORKLOADS } from "../../vocabulary";
import { type Container, type PodTemplate, containers } from "./pods";
import { listAt, stringAt } from "./values";

/** Programs of Spark that are drivers, or start one. */
const STARTS_DRIVER =
  /(^|[\s/'"`;&|(])(spark-submit|spark-sql|spark-shell|pyspark|spark-class)(?=$|[\s'"`;&|)])|org\.apache\.spark\.deploy\.SparkSubmit/;
const STARTS_AIRFLOW = /(^|[\s/'"`;&|(])airflow(?=$|[\s'"`;&|)])/;

/** Whether a pod is a Spark driver or waits for one, by its label or its command. */
export function isSparkDriver(pod: PodTemplate): boolean {
  return (
    stringAt(pod.metadata, "labels", LABELS.sparkRole) === SPARK_ROLES.driver ||
    containers(pod).some((container) => wordsOf(container).some((word) => STARTS_DRIVER.test(word)))
  );
}

/** Whether a pod is one of Airflow's, by its label, its settings or its command. */
export function isAirflow(pod: PodTemplate): boolean {
  return (
    stringAt(pod.metadata, "labels", LABELS.name) === WORKLOADS.airflow ||
    containers(pod).some(
      (container) => hasAirflowSettings(container) || wordsOf(container).some((word) => STARTS_AIRFLOW.test(word)),
    )
  );
}

/** Whether the command has anything to do with Spark, so that what is unknown in it may be settings. */
export function mentionsSpark(container: Container): boolean {
  return wordsOf(container).some((word) => word.includes("spark"));
}

function hasAirflowSettings({ value }: Container): boolean {
  return listAt(value, "env").some((variable) => stringAt(variable, "name")?.startsWith("AIRFLOW__"));
}

function wordsOf({ value }: Container): readonly string[] {
  return [...listAt(value, "command"), ...listAt(value, "args")].filter((word) => typeof word === "string");
}
