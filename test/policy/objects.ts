/** Resources for tests: correct ones, and ways to break them in one place. */
import { kubernetesObject, type Resource } from "../../policies/model/resource.js";
import { UNKNOWN, isRecord, type Value } from "../../policies/model/values.js";

export const PROVIDER = "urn:pulumi:test::test::pulumi:providers:kubernetes::cluster";

/** A resource as the pack registers it. Its Pulumi name is that of the object. */
export function resource(type: string, inputs: Value, more: Partial<Resource> = {}): Resource {
  const metadata = isRecord(inputs) ? inputs["metadata"] : undefined;
  const name = isRecord(metadata) && typeof metadata["name"] === "string" ? metadata["name"] : "unnamed";
  const object = kubernetesObject(type, inputs);
  const urn = `urn:pulumi:test::test::${type}::${more.name ?? name}`;
  return {
    urn,
    id: urn,
    type,
    name,
    inputs,
    provider: PROVIDER,
    providerKnown: true,
    protect: false,
    ...(object && { object }),
    ...more,
  };
}

/** The inputs with one value replaced; `undefined` removes it. Path elements are joined by dots, list elements are numbers. */
export function change(inputs: Value, path: string, value: Value | undefined): Value {
  const [key = "", ...rest] = path.split(".");
  if (Array.isArray(inputs)) {
    return inputs.map((element: Value, index) => (String(index) === key ? descend(element, rest, value) : element));
  }
  if (!isRecord(inputs)) throw new Error(`nothing at ${path}`);
  const { [key]: old, ...others } = inputs;
  const changed = rest.length === 0 ? value : descend(old ?? {}, rest, value);
  return changed === undefined ? others : { ...others, [key]: changed };
}

function descend(element: Value, path: readonly string[], value: Value | undefined): Value {
  return path.length === 0 ? (value ?? null) : change(element, path.join("."), value);
}

export const TEAM: Value = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "team", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
};

/** A namespace `team`, which the other objects here are in. */
export function team(more: Partial<Resource> = {}): Resource {
  return resource("kubernetes:core/v1:Namespace", TEAM, more);
}

/** What a namespace with pods in it has to have besides, and the service accounts of the pods here. */
export function furnishings(namespace = "team", more: Partial<Resource> = {}): readonly Resource[] {
  const object = (apiVersion: string, kind: string, name: string, rest: Record<string, Value> = {}): Resource =>
    resource(
      `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`,
      { apiVersion, kind, metadata: { name, namespace }, ...rest },
      { ...more, name: `${namespace}-${name}` },
    );
  const quantities = { cpu: "1", memory: "1Gi" };
  return [
    object("v1", "ServiceAccount", "spark-driver"),
    object("v1", "ServiceAccount", "spark-executor"),
    object("v1", "ResourceQuota", "quota", {
      spec: {
        hard: {
          "requests.cpu": "8",
          "requests.memory": "16Gi",
          "limits.cpu": "8",
          "limits.memory": "16Gi",
          pods: "20",
        },
      },
    }),
    object("v1", "LimitRange", "limits", {
      spec: { limits: [{ type: "Container", default: quantities, defaultRequest: quantities }] },
    }),
    object("networking.k8s.io/v1", "NetworkPolicy", "default-deny", {
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    }),
  ];
}

export const CONTAINER: Value = {
  name: "base",
  image: "localhost/spark:1.0",
  args: [
    "spark-submit",
    "--conf",
    "spark.kubernetes.namespace=team",
    "--conf",
    "spark.kubernetes.container.image=localhost/spark:1.0",
    "/opt/jobs/pi.py",
  ],
  resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "1", memory: "512Mi" } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
};

export const POD_SPEC: Value = {
  serviceAccountName: "spark-driver",
  restartPolicy: "Never",
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [CONTAINER],
};

export const CRON_JOB: Value = {
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { name: "pi", namespace: "team" },
  spec: {
    schedule: "0 2 * * *",
    timeZone: "UTC",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 300,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
    jobTemplate: { spec: { activeDeadlineSeconds: 3600, backoffLimit: 1, template: { spec: POD_SPEC } } },
  },
};

/** Where the pod's spec is in {@link CRON_JOB}. */
export const CRON_JOB_POD = "spec.jobTemplate.spec.template.spec";

/** A correct CronJob, changed in one place. */
export function cronJob(path?: string, value?: Value, more: Partial<Resource> = {}): Resource {
  return resource("kubernetes:batch/v1:CronJob", path === undefined ? CRON_JOB : change(CRON_JOB, path, value), more);
}

export function configMap(data: Value, more: Partial<Resource> = {}): Resource {
  const inputs: Value = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "team" },
    data,
  };
  return resource("kubernetes:core/v1:ConfigMap", inputs, more);
}

export { UNKNOWN };
