/** Rights inside one namespace, as a Role lists them. */
interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

/** Rights of a Spark driver in its own namespace: executor pods and the ConfigMap that Spark makes for them. A real job ran with exactly these. */
export const driverRules: Rule[] = [
  {
    apiGroups: [""],
    resources: ["pods"],
    verbs: ["get", "list", "watch", "create", "patch", "delete", "deletecollection"],
  },
  { apiGroups: [""], resources: ["configmaps"], verbs: ["create", "deletecollection"] },
];

/**
 * Rights of Airflow in a Spark namespace: driver pods, their logs and events. A real DAG ran with exactly these. Creating pods means using every
 * service account of the namespace, which is why a Spark namespace holds nothing but Spark.
 */
export const airflowRules: Rule[] = [
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "create", "patch", "delete"] },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  { apiGroups: [""], resources: ["events"], verbs: ["list", "watch"] },
];
