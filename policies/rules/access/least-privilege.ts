import { isRole } from "../../model/bindings";
import type { Resource } from "../../model/resource";
import { type Found, select } from "../../model/select";
import { UNKNOWN } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const leastPrivilege: Rule = {
  name: "rbac-least-privilege",
  level: "mandatory",
  description: "Roles list what they allow: no wildcard, and none of the verbs `escalate`, `bind` and `impersonate`.",
  why: "A wildcard also allows what is installed next year, Secrets of all kinds included; with the three verbs an account gives itself whatever rights it wants.",
  fix: "Write the API groups, resources and verbs that the workload uses; `kubectl auth can-i --list` shows what an account has.",
  judge: (resource) => (isRole(resource) ? FIELDS.flatMap((field) => inField(resource, field)) : []),
};

/** A list in each rule of a role, and what must not be in it. */
interface Field {
  readonly pattern: string;
  readonly isTooMuch: (value: string) => boolean;
}

const SELF_PROMOTING = ["escalate", "bind", "impersonate"];

const hasWildcard = (value: string): boolean => value.includes("*");

const FIELDS: readonly Field[] = [
  { pattern: "rules[].apiGroups[]", isTooMuch: hasWildcard },
  { pattern: "rules[].resources[]", isTooMuch: hasWildcard },
  { pattern: "rules[].verbs[]", isTooMuch: (verb) => hasWildcard(verb) || SELF_PROMOTING.includes(verb) },
  // Paths below a given one, such as `/metrics/*`, are a list of what is allowed.
  { pattern: "rules[].nonResourceURLs[]", isTooMuch: (url) => /^\/?\*$/.test(url) },
];

function inField(resource: Resource, { pattern, isTooMuch }: Field): readonly Finding[] {
  return select(resource.inputs, pattern).flatMap(({ path, value }: Found) => {
    if (value === UNKNOWN) return [unknown(resource, path)];
    return typeof value === "string" && isTooMuch(value) ? [violation(resource, `${path} is "${value}"`)] : [];
  });
}
