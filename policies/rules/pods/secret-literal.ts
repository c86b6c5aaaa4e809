import { type Container, configFiles, containers, podFiles, podTemplates } from "../../model/pods";
import type { Resource } from "../../model/resource";
import { type Leak, leaksInCommand, leaksInFile, leaksInValue } from "../../model/secrets";
import { sparkApplication } from "../../model/spark-application";
import { type Value, at, isRecord, listAt, stringAt } from "../../model/values";
import type { Finding, Rule } from "../rule";

/**
 * What is not known yet is only asked about where a name says that it is a secret: other values come from the cloud too, such as the host of a database. All are judged before
 * the object is created, when they are known.
 */
export const noSecretLiteral: Rule = {
  name: "k8s-no-secret-literal",
  level: "mandatory",
  description:
    "No password, key or token is written into the environment or command line of a container, a ConfigMap or Spark conf.",
  why: "All who may see pods or ConfigMaps read it there, it stays in every plan, log and backup, and whoever changes it has to find all copies.",
  fix: "Keep it in a Secret: read it with `secretKeyRef`, mount it as a file, or for executors set `spark.kubernetes.executor.secretKeyRef.NAME`. What was written here counts as known: replace it.",
  judge: (resource) => [
    ...podTemplates(resource)
      .flatMap(containers)
      .flatMap((container) => inContainer(resource, container)),
    ...inFiles(resource),
    ...inApplication(resource),
  ],
};

/** Where a container runs something besides its command line. */
const HOOKS = [
  ["lifecycle", "postStart", "exec", "command"],
  ["lifecycle", "preStop", "exec", "command"],
  ["livenessProbe", "exec", "command"],
  ["readinessProbe", "exec", "command"],
  ["startupProbe", "exec", "command"],
] as const;

function inContainer(resource: Resource, { path, value }: Container): readonly Finding[] {
  return [
    ...inVariables(resource, `${path}: env`, listAt(value, "env")),
    ...findings(resource, `${path}: command line`, leaksInCommand(commandLine(value))),
    ...HOOKS.flatMap((hook) =>
      findings(resource, `${path}: ${hook.join(".")}`, leaksInCommand(listAt(value, ...hook))),
    ),
  ];
}

function commandLine(container: Value): readonly Value[] {
  return [...listAt(container, "command"), ...listAt(container, "args")];
}

function inVariables(resource: Resource, place: string, variables: readonly Value[]): readonly Finding[] {
  return variables.flatMap((variable) => {
    const name = stringAt(variable, "name") ?? "";
    return findings(resource, `${place} "${name}"`, leaksInValue(name, at(variable, "value")));
  });
}

/** The text of a file with pods in it is not searched: the pods are, like any other. */
function inFiles(resource: Resource): readonly Finding[] {
  const pods = new Set(podFiles(resource).map(({ file }) => file));
  const files = configFiles(resource).filter(({ path }) => !pods.has(path));
  return files.flatMap(({ path, text }) => {
    const name = path.slice('data["'.length, -'"]'.length);
    return findings(resource, path, leaksInFile(name, text));
  });
}

function inApplication(resource: Resource): readonly Finding[] {
  const application = sparkApplication(resource);
  if (application === undefined) return [];
  const { path: place, spec } = application;
  return [
    ...["sparkConf", "hadoopConf"].flatMap((conf) => inSettings(resource, `${place}.${conf}`, at(spec, conf))),
    ...findings(resource, `${place}.arguments`, leaksInCommand(listAt(spec, "arguments"))),
    ...["driver", "executor"].flatMap((role) => [
      ...inVariables(resource, `${place}.${role}.env`, listAt(spec, role, "env")),
      ...inSettings(resource, `${place}.${role}.envVars`, at(spec, role, "envVars")),
      ...findings(resource, `${place}.${role}.javaOptions`, leaksInCommand([at(spec, role, "javaOptions") ?? ""])),
    ]),
  ];
}

function inSettings(resource: Resource, place: string, settings: Value | undefined): readonly Finding[] {
  if (!isRecord(settings)) return [];
  return Object.entries(settings).flatMap(([key, value]) =>
    findings(resource, `${place}["${key}"]`, leaksInValue(key, value)),
  );
}

/** One finding for each thing found in a place. */
function findings(resource: Resource, place: string, leaks: readonly Leak[]): readonly Finding[] {
  const found = new Map(leaks.map((leak) => [leak.what, leak]));
  return [...found.values()].map(({ what, certain }) => ({
    resource,
    certain,
    problem: certain ? `${place} holds ${what}` : `${place} may hold ${what}: its value is not known yet`,
  }));
}
