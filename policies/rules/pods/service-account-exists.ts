import { existingNamespaces, home } from "../../model/namespaces";
import { podFiles, podTemplates } from "../../model/pods";
import type { Resource, Stack } from "../../model/resource";
import { type AccountName, existingAccounts } from "../../model/service-accounts";
import { sparkApplication } from "../../model/spark-application";
import { type SparkRun, allRuns } from "../../model/spark-runs";
import { UNKNOWN, type Value, at } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const serviceAccountExists: Rule = {
  name: "k8s-service-account-exists",
  level: "mandatory",
  description:
    "Every service account that a pod or Spark conf names is declared in the stack, in the namespace of the pod, or listed as external.",
  why: "Kubernetes refuses a pod whose account does not exist, but not the CronJob or the driver that starts it: the update succeeds and every run fails.",
  fix: "Declare the ServiceAccount in the pod's namespace with the same provider, correct the spelling, or list it in `externalServiceAccounts` as `namespace/name`.",
  conclude: (stack) => {
    const exists = existingAccounts(stack);
    const namespaceExists = existingNamespaces(stack);
    return accountsIn(stack)
      .filter((account) => isForThisRule(account, namespaceExists))
      .flatMap((account) => findings(account, exists(account.resource, account)));
  },
};

/** An account as it is written somewhere in a resource. */
interface Written extends AccountName {
  readonly resource: Resource;
  readonly place: string;
}

/** A pod without an account or with `default`, one in no or the default namespace, and one in a namespace that does not exist break rules of their own. */
function isForThisRule(
  { resource, namespace, name }: Written,
  namespaceExists: ReturnType<typeof existingNamespaces>,
): boolean {
  const isNamed = name === UNKNOWN || (typeof name === "string" && name !== "" && name !== "default");
  if (namespace === UNKNOWN) return isNamed;
  const isPlaced = typeof namespace === "string" && namespace !== "" && namespace !== "default";
  return isNamed && isPlaced && namespaceExists(resource, namespace) !== false;
}

function findings({ resource, place, namespace, name }: Written, exists: boolean | typeof UNKNOWN): readonly Finding[] {
  if (exists === true) return [];
  if (typeof name !== "string") return [unknown(resource, place)];
  const where = typeof namespace === "string" ? `namespace "${namespace}"` : "its namespace, which is not known yet";
  const problem = `${place} is "${name}", which this stack does not declare in ${where}`;
  return [exists === UNKNOWN ? { resource, certain: false, problem } : violation(resource, problem)];
}

function accountsIn(stack: Stack): readonly Written[] {
  const resources = [...stack.resources.values()];
  return [
    ...resources.flatMap((resource) => [
      ...ofPods(resource, stack),
      ...ofFiles(resource, stack),
      ...ofApplication(resource, stack),
    ]),
    ...allRuns(resources).flatMap((run) => ofRun(run, stack)),
  ];
}

function ofPods(resource: Resource, stack: Stack): readonly Written[] {
  const inFiles = new Set(podFiles(resource).map(({ path }) => path));
  return podTemplates(resource)
    .filter(({ path }) => !inFiles.has(path))
    .map(({ path, spec }) => ({
      resource,
      place: `${path}.serviceAccountName`,
      namespace: home(resource, stack),
      name: at(spec, "serviceAccountName"),
      property: path.split(".")[0] ?? path,
    }));
}

/** Executors start in the namespace of their driver, which is the one that can mount their template. */
function ofFiles(resource: Resource, stack: Stack): readonly Written[] {
  return podFiles(resource).map(({ path, spec, namespace, partial }) => ({
    resource,
    place: `${path}.serviceAccountName`,
    namespace: namespace ?? (partial ? home(resource, stack) : undefined),
    name: at(spec, "serviceAccountName"),
    property: "data",
  }));
}

function ofApplication(resource: Resource, stack: Stack): readonly Written[] {
  const application = sparkApplication(resource);
  if (application === undefined) return [];
  return ["driver", "executor"].map((role) => ({
    resource,
    place: `${application.path}.${role}.serviceAccount`,
    namespace: home(resource, stack),
    name: at(application.spec, role, "serviceAccount"),
    property: "spec",
  }));
}

const ACCOUNT_SETTINGS = ["", "driver.", "executor."].map(
  (role) => `spark.kubernetes.authenticate.${role}serviceAccountName`,
);

/** A program that says no namespace for its pods breaks a rule of its own. */
function ofRun({ resource, place, settings, operated }: SparkRun, stack: Stack): readonly Written[] {
  const namespace = operated ? home(resource, stack) : settings.get("spark.kubernetes.namespace");
  return ACCOUNT_SETTINGS.map((key) => ({
    resource,
    place: `${place}: ${key}`,
    namespace: literal(namespace),
    name: literal(settings.get(key)),
    property: resource.object?.kind === "ConfigMap" ? "data" : "spec",
  }));
}

/** What is put together at run time cannot be looked up. */
function literal(value: Value | undefined): Value | undefined {
  return typeof value === "string" && value.includes("$") ? undefined : value;
}
