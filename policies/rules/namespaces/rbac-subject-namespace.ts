import { subjectAccounts, subjects } from "../../model/bindings";
import type { AccountReference } from "../../model/references";
import type { Resource } from "../../model/resource";
import { UNKNOWN, at } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";
import { lookup } from "./declared";

export const rbacSubjectNamespace: Rule = {
  name: "rbac-subject-namespace",
  level: "mandatory",
  description:
    "Service accounts in bindings have a namespace other than `default`, and are declared in it or listed as external.",
  why: "A binding for an account that does not exist is accepted and gives nobody anything; whoever makes an account of that name later gets the rights.",
  fix: "Write the account's own namespace, correct the spelling, declare the ServiceAccount with the same provider, or list it in `externalServiceAccounts` as `namespace/name`.",
  judge: (resource) => [
    ...subjects(resource).flatMap(({ path, value }) =>
      at(value, "kind") === UNKNOWN ? [unknown(resource, `${path}.kind`)] : [],
    ),
    ...subjectAccounts(resource).flatMap((subject) => inNoNamespace(resource, subject)),
  ],
  conclude: (stack) => {
    const declared = lookup(stack);
    return [...stack.resources.values()].flatMap((resource) =>
      subjectAccounts(resource)
        .filter((subject) => inNoNamespace(resource, subject).length === 0)
        .flatMap((subject) => declared.account(resource, subject)),
    );
  },
};

function inNoNamespace(resource: Resource, { place, namespace }: AccountReference): readonly Finding[] {
  if (namespace === UNKNOWN) return [];
  if (namespace === "default") return [violation(resource, `${place} is "default"`)];
  return typeof namespace === "string" && namespace !== "" ? [] : [violation(resource, `${place} is missing`)];
}
