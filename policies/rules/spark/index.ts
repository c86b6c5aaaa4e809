/** Rules about Spark and Airflow. */
import type { Rule } from "../rule";

export const SPARK_RULES: readonly Rule[] = [];
