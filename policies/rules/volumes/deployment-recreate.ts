import type { Parameters } from "../../parameters";
import type { Resource } from "../../model/resource";
import { UNKNOWN, type Value, at } from "../../model/values";
import type { Holder } from "../../model/volumes/sharing";
import type { View } from "../../model/volumes/view";
import { type Finding, type Rule, unknown } from "../rule";
import { forHolders } from "./held-claims";

export const deploymentRecreate: Rule = {
  name: "ebs-deployment-recreate",
  level: "mandatory",
  description: "A Deployment with a claim on EBS has the strategy Recreate.",
  why: "A rolling update starts the new pod first. It waits for the volume, and the old pod stays until the new one is ready: the rollout deadlocks. One replica does not help, since the surge is rounded up to one pod.",
  fix: 'Write `strategy: { type: "Recreate" }`. A Rollout always has two versions at once: make it a Deployment, or move its data to EFS, S3 or a volume for each pod.',
  ...forHolders(overlaps),
};

function overlaps({ resource, pods, certain }: Holder, mounts: string, { parameters }: View): readonly Finding[] {
  const strategy = pods === 0 ? undefined : overlappingStrategy(resource, parameters);
  if (strategy === undefined) return [];
  if (strategy === UNKNOWN) return [unknown(resource, "spec.strategy")];
  const problem = `${strategy}, and ${mounts}: an update starts the new pod before the old one has let go of the volume`;
  return [{ resource, certain: certain && pods !== UNKNOWN, problem }];
}

/** The strategy in words if it lets two pods overlap. */
function overlappingStrategy(resource: Resource, parameters: Parameters): string | typeof UNKNOWN | undefined {
  const { group, kind, patch } = resource.object ?? {};
  const strategy = at(resource.inputs, "spec", "strategy");
  if (kind === "Rollout" && group === "argoproj.io") return patch ? undefined : "a Rollout keeps two versions running";
  if (kind !== "Deployment" || (group !== "apps" && group !== "extensions")) return undefined;
  const type = at(strategy, "type");
  if (type === "Recreate" || (patch && type === undefined)) return undefined;
  if (type === UNKNOWN) return UNKNOWN;
  const surge = parameters.allowZeroSurge ? at(strategy, "rollingUpdate", "maxSurge") : undefined;
  if (surge === UNKNOWN) return UNKNOWN;
  return isZero(surge) ? undefined : described(type);
}

function isZero(surge: Value | undefined): boolean {
  return surge === 0 || surge === "0%";
}

function described(type: Value | undefined): string {
  return type === undefined
    ? "spec.strategy.type is missing, which means RollingUpdate"
    : `spec.strategy.type is ${JSON.stringify(type)}`;
}
