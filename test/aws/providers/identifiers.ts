/** Texts that name something in AWS: which of them a thing gives to others, and whether one leads anywhere. */
import { at, isProperties, textsIn, type Value } from "./values.js";
import type { Thing, World } from "./world.js";

/** Ids that AWS makes up, by their prefix, with its error for one that does not exist. */
const NOT_FOUND: Readonly<Record<string, (id: string) => string>> = {
  vpc: (id) => `InvalidVpcID.NotFound: The vpc ID '${id}' does not exist`,
  subnet: (id) => `InvalidSubnetID.NotFound: The subnet ID '${id}' does not exist`,
  sg: (id) => `InvalidGroup.NotFound: The security group '${id}' does not exist`,
  igw: (id) => `InvalidGatewayID.NotFound: The gateway ID '${id}' does not exist`,
  nat: (id) => `NatGatewayNotFound: The Nat Gateway ${id} was not found`,
  eipalloc: (id) => `InvalidAllocationID.NotFound: The allocation ID '${id}' does not exist`,
  rtb: (id) => `InvalidRouteTableID.NotFound: The routeTable ID '${id}' does not exist`,
  vpce: (id) => `InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id '${id}' does not exist`,
  lt: (id) =>
    `InvalidLaunchTemplateId.NotFound: The specified launch template, with template ID ${id}, does not exist.`,
};

const EC2_ID = /^(?<prefix>[a-z]+)-[0-9a-f]{8,17}$/;
const ARN = /^arn:[^:]+:(?<service>[^:]+):[^:]*:(?<account>\d{12}):(?<resource>.+)$/;

/** Everything that others may name the thing by: its id, and what AWS made up for it. */
export function identifiersOf({ id, inputs, outputs, pendingDeletion }: Thing): Set<string> {
  if (pendingDeletion) return new Set();
  const own = new Set(textsIn(inputs));
  return new Set([id, ...textsIn(outputs).filter((text) => !own.has(text))]);
}

/** Things that were told one of the texts: by the program, or by the test that declared them. */
export function usersOf(world: World, { type, id }: Thing, texts: ReadonlySet<string>): Thing[] {
  return world
    .things()
    .filter((other) => !(other.type === type && other.id === id))
    .filter(({ declared, inputs, outputs }) => textsIn(declared ? outputs : inputs).some((text) => texts.has(text)));
}

/** AWS' answer to the first id or ARN in `inputs` that leads nowhere. */
export function missingReference(world: World, inputs: Value): string | undefined {
  const named = textsIn(withoutTags(inputs)).filter((text) => EC2_ID.test(text) || ARN.test(text));
  if (named.length === 0) return undefined;
  const known = new Set([
    ...world.settings.principals,
    ...world.things().flatMap((thing) => [...identifiersOf(thing)]),
  ]);
  for (const text of named) {
    const error = known.has(text) ? undefined : notFound(world, text, known);
    if (error !== undefined) return error;
  }
  return undefined;
}

function notFound(world: World, text: string, known: ReadonlySet<string>): string | undefined {
  const { prefix = "" } = EC2_ID.exec(text)?.groups ?? {};
  if (prefix !== "") return NOT_FOUND[prefix]?.(text);
  const { account, service = "", resource = "" } = ARN.exec(text)?.groups ?? {};
  // Of another account's resources nothing is known here, and `root` is the account itself. Log groups are also written with all their streams.
  if (account !== world.settings.account || resource === "root" || known.has(text.replace(/:\*$/, "")))
    return undefined;
  if (service === "iam") return `NoSuchEntity: ${text} cannot be found.`;
  if (service === "kms") return `NotFoundException: Key '${text}' does not exist`;
  return `ResourceNotFoundException: ${text} does not exist`;
}

/** Tags may hold anything. */
function withoutTags(inputs: Value): Value {
  if (!isProperties(inputs) || at(inputs, "tags") === undefined) return inputs;
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== "tags"));
}
