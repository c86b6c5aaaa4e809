import { AWS } from "../../model/aws";
import type { Resource, Stack } from "../../model/resource";
import { UNKNOWN, type Value, at, stringAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";
import { type Requirement, missed } from "./requirement";

export const ec2Imdsv2: Rule = {
  name: "ec2-imdsv2",
  level: "mandatory",
  description:
    "Instances, launch templates and node groups answer metadata requests only with a token, and only on the node itself.",
  why: "The metadata service hands out the credentials of the node's role: without a token a forged request from inside any pod gets them, and with a hop limit above 1 any pod does.",
  fix: 'Set `metadataOptions` to `{ httpTokens: "required", httpPutResponseHopLimit: 1 }` in a launch template, and name it in the node group; give pods roles of their own.',
  judge: (resource) => [...nodeGroup(resource), ...machine(resource)],
  conclude: (stack) => [...stack.resources.values()].flatMap((resource) => foreignTemplate(resource, stack)),
};

/** EKS writes a template of its own, and what that says depends on the image. */
function nodeGroup(resource: Resource): readonly Finding[] {
  const lacks = resource.type === AWS.eksNodeGroup && at(resource.inputs, "launchTemplate") === undefined;
  const problem =
    "launchTemplate is missing, which leaves the metadata options to EKS and the image: name one that sets them";
  return lacks ? [violation(resource, problem)] : [];
}

/** A template that somebody else made cannot be judged, which has to be told. */
function foreignTemplate(resource: Resource, stack: Stack): readonly Finding[] {
  const isNamed = resource.type === AWS.eksNodeGroup && at(resource.inputs, "launchTemplate") !== undefined;
  if (!isNamed || ownTemplate(resource, stack)) return [];
  const problem = "launchTemplate is not one of this stack: its metadata options cannot be seen";
  return [{ resource, certain: false, problem }];
}

function ownTemplate(group: Resource, stack: Stack): boolean {
  const isTemplate = ({ type }: Resource) => type === AWS.launchTemplate;
  if (stack.dependencies(group, "launchTemplate").some(isTemplate)) return true;
  const name = stringAt(group.inputs, "launchTemplate", "name");
  const templates = [...stack.resources.values()].filter(isTemplate);
  return (
    name !== undefined &&
    templates.some(({ inputs, provider }) => provider === group.provider && at(inputs, "name") === name)
  );
}

const FIELDS: Readonly<Record<string, Requirement>> = {
  httpTokens: {
    holds: (value) => value === "required",
    absent: "which lets requests without a token through unless the image forbids it",
    write: 'write "required"',
  },
  httpPutResponseHopLimit: {
    holds: (value) => value === 1,
    absent: "which leaves it to the image, and images for containers say 2",
    write: "write 1, so that the token does not reach pods",
  },
};

function machine(resource: Resource): readonly Finding[] {
  const options = metadataOptions(resource);
  if (options === undefined) return [];
  const { path, inherits } = options;
  const written = at(resource.inputs, ...path);
  if (written === UNKNOWN) return [unknown(resource, path.join("."))];
  const endpoint = at(written, "httpEndpoint");
  if (endpoint === "disabled") return [];
  const faults = Object.entries(FIELDS).flatMap(([field, requirement]) =>
    judged(resource, [...path, field].join("."), at(written, field), requirement, inherits),
  );
  return endpoint === UNKNOWN && faults.length > 0 ? [unknown(resource, [...path, "httpEndpoint"].join("."))] : faults;
}

function judged(
  resource: Resource,
  place: string,
  value: Value | undefined,
  requirement: Requirement,
  inherits: boolean,
): readonly Finding[] {
  return value === undefined && inherits ? [] : missed(resource, place, value, requirement);
}

const MACHINES: readonly string[] = [AWS.instance, AWS.launchConfiguration, AWS.launchTemplate, AWS.spotInstance];

/** Where a resource says how its machines answer, and whether what it leaves out comes from somewhere safe or judged. */
function metadataOptions({ type, object, inputs }: Resource) {
  // Karpenter's own defaults are a token and one hop. Source: its reference of EC2NodeClass v1.
  if (object?.kind === "EC2NodeClass") return { path: ["spec", "metadataOptions"], inherits: true };
  if (!MACHINES.includes(type)) return undefined;
  return { path: ["metadataOptions"], inherits: at(inputs, "launchTemplate") !== undefined };
}
