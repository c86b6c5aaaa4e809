import { AWS } from "../../model/aws";
import type { Resource } from "../../model/resource";
import { at } from "../../model/values";
import type { Parameters } from "../../parameters";
import type { Finding, Rule } from "../rule";
import { missed } from "./requirement";

export const eksSupportedVersion: Rule = {
  name: "eks-supported-version",
  level: "mandatory",
  description: "An EKS cluster names its Kubernetes version, and it is one of the parameter `eksVersions`.",
  why: "Without a version AWS takes whatever is its default on that day, so that two stacks differ; past standard support a cluster costs six times as much and is upgraded when AWS says so.",
  fix: "Set `version` to one of `eksVersions`, and add newer ones to that parameter once they are tested.",
  judge: (resource, { parameters }) => version(resource, parameters),
};

function version(resource: Resource, { eksVersions }: Parameters): readonly Finding[] {
  const written = at(resource.inputs, "version");
  // A node group without a version has that of its cluster.
  const judged = resource.type === AWS.eksCluster || (resource.type === AWS.eksNodeGroup && written !== undefined);
  if (!judged) return [];
  return missed(resource, "version", written, {
    holds: (value) => typeof value === "string" && eksVersions.includes(value),
    absent: "which means the default of the day",
    write: `write one of ${eksVersions.join(", ")}`,
  });
}
