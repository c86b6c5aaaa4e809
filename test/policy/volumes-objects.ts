/** Programs for the tests of rules about volumes: builders of the tables of cases, in a namespace that `verdict` furnishes. */
import type { Resource } from "../../policies/model/resource.js";
import type { Value } from "../../policies/model/values.js";
import { deployment, uses } from "./cases/builders.js";
import { claim } from "./cases/storage.js";
import { change, team } from "./objects.js";
import type { Program } from "./verdict.js";

export { UNKNOWN, resource } from "./objects.js";
export * from "./cases/builders.js";
export * from "./cases/storage.js";

/** A stack of these resources and the namespace that they are in. */
export function stack(...resources: readonly Resource[]): Program {
  return { resources: [team(), ...resources] };
}

/** A claim on EBS. */
export const data = claim("data");
export const other = claim("other");
/** A Deployment that may have it. */
export const web = deployment("web", [uses("data")]);

/** How a message names a resource of the builders, for example `Deployment team/web (urn:…)`. */
export function named({ urn, object, name }: Resource, objectName = name): string {
  return `${object?.kind ?? ""} team/${objectName} (${urn})`;
}

/** Where builders write the first volume. */
export const FIRST = 'spec.template.spec.volumes[0] "data"';
export const OF_CRON_JOB = 'spec.jobTemplate.spec.template.spec.volumes[0] "data"';

/** The object with nothing in its metadata but a namespace, and a name if one is given. */
export function namespaceOnly(resource: Resource, name?: Value, namespace: Value = "team"): Resource {
  const metadata: Value = { namespace, ...(name !== undefined && { name }) };
  return { ...resource, inputs: change(resource.inputs, "metadata", metadata) };
}
