/** Rules about where objects live: Kubernetes' own kinds are judged at once, custom ones when it is certain where they live. */
import type { Registered, Resource } from "../../model/resource";
import { type Scope, definedScope, isCustomKind, isDefinition, scopeOf } from "../../model/scope";
import type { Finding, Rule } from "../rule";

/** Judges the objects that live in a namespace, or those that live in none. Asks for the scope last, since to find the definition of a custom kind means to look at all resources. */
export function whereScoped(
  scope: Scope,
  judge: (resource: Resource) => readonly Finding[],
): Required<Pick<Rule, "judge" | "conclude">> {
  const findings = (resource: Resource, registered: Registered): readonly Finding[] => {
    const found = judge(resource);
    return found.length > 0 && scopeOf(resource, registered) === scope ? found : [];
  };
  return {
    judge: (resource, registered) => certain(resource, registered, judge).flatMap((one) => findings(one, registered)),
    // Without a definition in the stack, the parameters say where a custom kind lives.
    conclude: (stack) =>
      [...stack.resources.values()].filter(isCustomKind).flatMap((resource) => findings(resource, stack)),
  };
}

/** Of the objects with findings, those whose scope is certain now that the resource has arrived: itself, or those of the kind that it defines. */
function certain(
  resource: Resource,
  { resources }: Registered,
  judge: (resource: Resource) => readonly Finding[],
): readonly Resource[] {
  if (isCustomKind(resource)) {
    return judge(resource).length > 0 && definedScope(resource, resources.values()) !== undefined ? [resource] : [];
  }
  if (!isDefinition(resource)) return [resource];
  const defined = [...resources.values()].filter((one) => isCustomKind(one) && definedScope(one, [resource]));
  return [resource, ...defined];
}
