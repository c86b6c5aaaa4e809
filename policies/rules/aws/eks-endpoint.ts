import { AWS } from "../../model/aws";
import type { Resource } from "../../model/resource";
import { UNKNOWN, at, listAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const eksEndpointClosed: Rule = {
  name: "eks-endpoint-closed",
  level: "mandatory",
  description: "The API endpoint of an EKS cluster is private, or public for named networks only.",
  why: "AWS opens the endpoint to the whole internet unless it is told otherwise: then one leaked token, or one flaw in the API server, is enough to own the cluster.",
  fix: "Set `vpcConfig.endpointPublicAccess` to false with `endpointPrivateAccess` true, or list the networks of your people in `vpcConfig.publicAccessCidrs`.",
  judge: (resource) => (resource.type === AWS.eksCluster ? endpoint(resource) : []),
};

const PUBLIC = "vpcConfig.endpointPublicAccess";
const NETWORKS = "vpcConfig.publicAccessCidrs";

/** A network with a prefix shorter than 8 bits is more than a 256th of all addresses: nobody's own, and two halves are the whole. */
const OPEN = /\/[0-7]$/;

function endpoint(resource: Resource): readonly Finding[] {
  const isPublic = at(resource.inputs, "vpcConfig", "endpointPublicAccess");
  if (isPublic === false) return [];
  const faults = networks(resource, isPublic === undefined ? `${PUBLIC} is missing, which means public, and ` : "");
  // Whether the networks matter is itself not known.
  return isPublic === UNKNOWN && faults.length > 0 ? [unknown(resource, PUBLIC)] : faults;
}

function networks(resource: Resource, preface: string): readonly Finding[] {
  const all = listAt(resource.inputs, "vpcConfig", "publicAccessCidrs");
  if (all.length === 0) {
    return [violation(resource, `${preface}${NETWORKS} is missing, which means the whole internet`)];
  }
  const open = all.filter((network): network is string => typeof network === "string" && OPEN.test(network));
  if (open.length > 0) return [violation(resource, `${preface}${NETWORKS} holds ${open.join(", ")}`)];
  return all.includes(UNKNOWN) ? [unknown(resource, NETWORKS)] : [];
}
