import { accountReferences } from "../../model/account-references";
import { namespaceReferences } from "../../model/namespace-references";
import type { Rule } from "../rule";
import { lookup } from "./declared";

export const namespaceRefConsistent: Rule = {
  name: "namespace-ref-consistent",
  level: "mandatory",
  description:
    "Namespaces that a spec names are declared too: in NetworkPolicies, webhooks, claim references and service names, and in what AWS gives to a service account.",
  why: "Kubernetes and AWS accept a reference to a namespace that does not exist: traffic stays denied, pods get no rights in AWS and no Fargate node, and nothing says why.",
  fix: "Correct the spelling, declare what is named in this stack, or list it in `externalNamespaces` or, as `namespace/name`, in `externalServiceAccounts`.",
  conclude: (stack) => {
    const declared = lookup(stack);
    return [...stack.resources.values()].flatMap((resource) => [
      ...namespaceReferences(resource).flatMap((reference) => declared.namespace(resource, reference)),
      ...accountReferences(resource).flatMap((reference) => declared.account(resource, reference)),
    ]);
  },
};
