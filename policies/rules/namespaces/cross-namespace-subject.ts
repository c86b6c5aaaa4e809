import { LABELS, WORKLOADS } from "../../../vocabulary";
import { subjectAccounts } from "../../model/bindings";
import type { Name } from "../../model/names";
import { home, identity, isNamespace, isSameCluster } from "../../model/namespaces";
import { type AccountReference, ownNamespace } from "../../model/references";
import type { Resource, Stack } from "../../model/resource";
import { accountHome } from "../../model/service-accounts";
import { UNKNOWN, stringAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";
import { lookup } from "./declared";

export const crossNamespaceSubject: Rule = {
  name: "rbac-cross-namespace-subject",
  level: "advisory",
  description:
    "A RoleBinding gives rights to accounts of its own namespace; only Airflow's may have some where Spark runs.",
  why: "Rights that reach from one namespace into another are easily overlooked: whoever can start a pod there has them too.",
  fix: `Bind an account of the same namespace. Airflow's and Spark's namespaces are those with the label \`${LABELS.workload}\`.`,
  conclude: (stack) => {
    const declared = lookup(stack);
    const isDeclared = (binding: Resource, subject: AccountReference): boolean =>
      [...declared.namespace(binding, ownNamespace(binding)), ...declared.account(binding, subject)].length === 0;
    return [...stack.resources.values()]
      .filter((resource) => resource.object?.kind === "RoleBinding")
      .flatMap((binding) =>
        subjectAccounts(binding)
          // What is not declared is for k8s-namespace-exists and rbac-subject-namespace.
          .filter((subject) => isDeclared(binding, subject))
          .flatMap((subject) => acrossNamespaces(binding, subject, stack)),
      );
  },
};

function acrossNamespaces(binding: Resource, subject: AccountReference, stack: Stack): readonly Finding[] {
  const { place, namespace, property, account } = subject;
  const own = home(binding, stack);
  const theirs = accountHome(binding, { namespace, name: account.name, property }, stack);
  if (own === UNKNOWN || theirs === UNKNOWN) return [unknown(binding, own === UNKNOWN ? "metadata.namespace" : place)];
  // A missing or default namespace breaks a mandatory rule.
  const named = [own, theirs].every((name) => name !== undefined && !["", "default"].includes(name));
  if (!named || own === theirs || isAirflowInSpark(binding, { own, theirs }, stack)) return [];
  return [violation(binding, `${place} is another one than the binding's own`)];
}

/** Airflow starts Spark drivers, and may not live beside them: who can start pods in a namespace can use all its accounts. */
function isAirflowInSpark(
  binding: Resource,
  { own, theirs }: Readonly<Record<"own" | "theirs", Name | undefined>>,
  stack: Stack,
): boolean {
  const workload = (name: Name | undefined) => {
    const namespace = [...stack.resources.values()].find(
      (one) => isNamespace(one) && isSameCluster(binding, one) && identity(one) === name,
    );
    return stringAt(namespace?.inputs, "metadata", "labels", LABELS.workload);
  };
  return workload(own) === WORKLOADS.spark && workload(theirs) === WORKLOADS.airflow;
}
