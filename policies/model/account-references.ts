/** Service accounts of the cluster that resources of the cloud give rights to. */
import { AWS } from "./aws";
import type { AccountReference } from "./references";
import type { Resource } from "./resource";
import { UNKNOWN, type Value, at, isRecord } from "./values";

const POD_IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation";

/** Service accounts to which a cloud resource gives rights, by their names. */
export function accountReferences(resource: Resource): readonly AccountReference[] {
  const all = resource.type === POD_IDENTITY ? [associated(resource)] : trustedAccounts(resource);
  return all.filter(({ namespace, account }) => isSingle(namespace) && isSingle(account.name));
}

/** Fargate and IAM take patterns too, which name nothing that could be looked up. */
export function isSingle(name: Value): boolean {
  return name === UNKNOWN || (typeof name === "string" && name !== "" && !/[*?]/.test(name));
}

function associated({ inputs }: Resource): AccountReference {
  return {
    place: "namespace",
    property: "namespace",
    namespace: at(inputs, "namespace") ?? null,
    account: { place: "serviceAccount", property: "serviceAccount", name: at(inputs, "serviceAccount") ?? null },
  };
}

/** Subject of the tokens that a cluster gives to a service account. */
const TOKEN_SUBJECT = /\bsystem:serviceaccount:([^\s:"]+):([^\s:"]+)/g;

/** Service accounts, or patterns of them, that a role trusts. A document that is not known yet need not trust any. */
export function trustedAccounts({ type, inputs }: Resource): readonly AccountReference[] {
  const property = "assumeRolePolicy";
  const documents = type === AWS.iamRole ? texts(at(inputs, property)) : [];
  return documents.flatMap((text) =>
    [...text.matchAll(TOKEN_SUBJECT)].map(([, namespace = "", name = ""]) => {
      const where = { place: property, property };
      return { ...where, namespace, account: { ...where, name } };
    }),
  );
}

/** All text in a value that is known. */
function texts(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return isRecord(value) ? Object.values(value).flatMap(texts) : [];
}
