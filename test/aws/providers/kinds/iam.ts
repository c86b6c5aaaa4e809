/** Identities and what they may do. */
import { usersOf } from "../identifiers.js";
import { textAt } from "../values.js";
import type { Thing, World } from "../world.js";
import { firstOf, globalArn, type Kind, type Kinds, type Refusal, refuseIf } from "./kind.js";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/policy:Policy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const INSTANCE_PROFILE = "aws:iam/instanceProfile:InstanceProfile";

/** Characters that a document may have, white space not counted. Source: IAM user guide, "IAM and AWS STS quotas". */
const QUOTAS = { trust: 2048, managed: 6144, inline: 10_240 };

const role: Kind = {
  id: ({ inputs }) => textAt(inputs, "name"),
  made: ({ inputs, place, hex }) => ({
    arn: globalArn(place, "iam", `role${pathOf(inputs)}${textAt(inputs, "name")}`),
    uniqueId: `AROA${hex("unique", 16).toUpperCase()}`,
    createDate: "2026-01-01T00:00:00Z",
    path: "/",
    maxSessionDuration: 3600,
  }),
  unique: {
    by: ["name"],
    taken: (inputs) => `EntityAlreadyExists: Role with name ${textAt(inputs, "name")} already exists.`,
  },
  refuseCreate: ({ inputs }) => refuseDocument(textAt(inputs, "assumeRolePolicy"), "ACLSizePerRole", QUOTAS.trust),
  refuseUpdate: ({ inputs }) => refuseDocument(textAt(inputs, "assumeRolePolicy"), "ACLSizePerRole", QUOTAS.trust),
  refuseDelete: (thing, world) =>
    firstOf(
      refuseIf(
        thing.inputs["forceDetachPolicies"] !== true && hasUser(thing, world, ATTACHMENT),
        "DeleteConflict: Cannot delete entity, must detach all policies first.",
      ),
      refuseIf(
        thing.inputs["forceDetachPolicies"] !== true && hasUser(thing, world, ROLE_POLICY),
        "DeleteConflict: Cannot delete entity, must delete policies first.",
      ),
      refuseIf(
        hasUser(thing, world, INSTANCE_PROFILE),
        "DeleteConflict: Cannot delete entity, must remove roles from instance profile first.",
      ),
    ),
};

function pathOf(inputs: Thing["inputs"]): string {
  return textAt(inputs, "path") || "/";
}

function hasUser({ id }: Thing, world: World, type: string): boolean {
  return world.things(type).some(({ inputs }) => inputs["role"] === id);
}

/** A document has to be JSON and within the quota that `quota` names. */
function refuseDocument(document: string, quota: string, most: number): Refusal {
  return firstOf(
    refuseIf(!isJson(document), "MalformedPolicyDocument: This policy contains invalid Json"),
    refuseIf(document.replace(/\s/g, "").length > most, `LimitExceeded: Cannot exceed quota for ${quota}: ${most}`),
  );
}

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== null;
  } catch {
    return false;
  }
}

const policy: Kind = {
  id: ({ inputs, place }) => globalArn(place, "iam", `policy${pathOf(inputs)}${textAt(inputs, "name")}`),
  made: ({ hex }, id) => ({
    arn: id,
    policyId: `ANPA${hex("unique", 16).toUpperCase()}`,
    attachmentCount: 0,
    path: "/",
  }),
  unique: {
    by: ["name"],
    taken: (inputs) =>
      `EntityAlreadyExists: A policy called ${textAt(inputs, "name")} already exists. Duplicate names are not allowed.`,
  },
  refuseCreate: ({ inputs }) => refuseDocument(textAt(inputs, "policy"), "PolicySize", QUOTAS.managed),
  refuseUpdate: ({ inputs }) => refuseDocument(textAt(inputs, "policy"), "PolicySize", QUOTAS.managed),
  refuseDelete: (thing, world) =>
    refuseIf(
      usersOf(world, thing, new Set([thing.id])).some(({ type }) => type === ATTACHMENT),
      "DeleteConflict: Cannot delete a policy attached to entities.",
    ),
};

const rolePolicy: Kind = {
  id: ({ inputs }) => `${textAt(inputs, "role")}:${textAt(inputs, "name")}`,
  names: { role: ROLE },
  refuseCreate: ({ inputs }) => refuseDocument(textAt(inputs, "policy"), "MaximumPolicySize", QUOTAS.inline),
  refuseUpdate: ({ inputs }) => refuseDocument(textAt(inputs, "policy"), "MaximumPolicySize", QUOTAS.inline),
};

const instanceProfile: Kind = {
  id: ({ inputs }) => textAt(inputs, "name"),
  made: ({ inputs, place, hex }) => ({
    arn: globalArn(place, "iam", `instance-profile${pathOf(inputs)}${textAt(inputs, "name")}`),
    uniqueId: `AIPA${hex("unique", 16).toUpperCase()}`,
  }),
  names: { role: ROLE },
  unique: {
    by: ["name"],
    taken: (inputs) => `EntityAlreadyExists: Instance Profile ${textAt(inputs, "name")} already exists.`,
  },
};

const openIdConnectProvider: Kind = {
  id: ({ inputs, place }) => globalArn(place, "iam", `oidc-provider/${textAt(inputs, "url").replace("https://", "")}`),
  made: (_, id) => ({ arn: id, thumbprintLists: [] }),
  unique: {
    by: ["url"],
    taken: (inputs) => `EntityAlreadyExists: Provider with url ${textAt(inputs, "url")} already exists.`,
  },
};

export const IAM_KINDS: Kinds = {
  [ROLE]: role,
  [POLICY]: policy,
  [ROLE_POLICY]: rolePolicy,
  [ATTACHMENT]: {
    id: ({ inputs }) => `${textAt(inputs, "role")}/${textAt(inputs, "policyArn")}`,
    names: { role: ROLE },
  },
  [INSTANCE_PROFILE]: instanceProfile,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": openIdConnectProvider,
};
