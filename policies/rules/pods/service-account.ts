import { type PodTemplate, podTemplates } from "../../model/pods";
import type { Resource } from "../../model/resource";
import { UNKNOWN, at } from "../../model/values";
import { type Finding, type Rule, violation } from "../rule";

export const noDefaultServiceAccount: Rule = {
  name: "k8s-no-default-service-account",
  level: "mandatory",
  description: "Every pod names a service account of its own, not `default`.",
  why: "Pods without an account share `default`: the first role bound to it, for any of them, holds for all.",
  fix: "Set `serviceAccountName` to an account made for this workload.",
  judge: (resource) => podTemplates(resource).flatMap((template) => inPod(resource, template)),
};

function inPod(resource: Resource, { path, spec, partial }: PodTemplate): readonly Finding[] {
  const account = at(spec, "serviceAccountName");
  const place = `${path}.serviceAccountName`;
  // One that is not known yet is named; whether it is a declared one is for k8s-service-account-exists.
  if (account === UNKNOWN) return [];
  if (account === "default") return [violation(resource, `${place} is "default"`)];
  const missing = typeof account !== "string" || account === "";
  return missing && !partial ? [violation(resource, `${place} is missing`)] : [];
}
