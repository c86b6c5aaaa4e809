/** One run of the pack: collects resources as they are registered and asks the rules about them. */
import { type Parameters, parametersFrom } from "./parameters";
import { type Registered, type Resource, type Stack, describe } from "./model/resource";
import type { Finding, PolicyText, Rule } from "./rules/rule";
import { JUDGED_LATER } from "./rules/housekeeping";

/** A complaint as the engine shows it. */
export interface Report {
  readonly urn: string;
  readonly message: string;
}

export class Session implements Registered {
  readonly resources = new Map<string, Resource>();
  parameters: Parameters = parametersFrom({});
  /** What could not be judged and was not reported yet. */
  private readonly deferred: Report[] = [];

  /** Remembers a resource. One that is registered again replaces the old one. */
  register(resource: Resource): void {
    this.resources.set(resource.urn, resource);
  }

  /** What a rule has to say about a resource that was just registered. */
  judge(rule: Rule, urn: string): readonly Report[] {
    const resource = this.resources.get(urn);
    return this.settle(rule, (resource && rule.judge?.(resource, this)) ?? []);
  }

  /** What a rule has to say about the whole stack: of all that was registered, what `urns` names. */
  conclude(rule: Rule, urns: readonly string[], dependencies: Stack["dependencies"]): readonly Report[] {
    const present = new Set(urns);
    const resources = new Map([...this.resources].filter(([urn]) => present.has(urn)));
    return this.settle(rule, rule.conclude?.({ resources, parameters: this.parameters, dependencies }) ?? []);
  }

  /** What the rules of this request could not judge, each reported once. */
  takeDeferred(): readonly Report[] {
    return this.deferred.splice(0);
  }

  /** Turns findings into one report a resource. What is unknown breaks the rule, except in a first preview. */
  private settle(rule: Rule, findings: readonly Finding[]): readonly Report[] {
    const canWait = (finding: Finding) => !finding.certain && !finding.resource.providerKnown;
    const waiting = reports(JUDGED_LATER, findings.filter(canWait));
    this.deferred.push(...waiting.map(({ urn, message }) => ({ urn, message: `${rule.name}: ${message}` })));
    const broken = findings.filter((finding) => !canWait(finding));
    return reports(rule, broken);
  }
}

function reports({ why, fix }: PolicyText, findings: readonly Finding[]): readonly Report[] {
  const byResource = new Map<Resource, string[]>();
  for (const { resource, problem } of findings) {
    byResource.set(resource, [...(byResource.get(resource) ?? []), `  - ${problem}`]);
  }
  return [...byResource].map(([resource, problems]) => ({
    urn: resource.urn,
    message: [describe(resource), ...problems, `Why: ${why}`, `Fix: ${fix}`].join("\n"),
  }));
}
