/** The pack as the Pulumi engine sees it. The one file that knows the policy SDK. */
import {
  PolicyPack,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
} from "@pulumi/policy/policy";

import { type Resource, type Stack, kubernetesObject } from "./model/resource";
import { hasUnknown, snapshot } from "./model/values";
import { PARAMETER_SCHEMA, type Parameters, parametersFrom } from "./parameters";
import { COLLECTOR, INTEGRITY, JUDGED_LATER } from "./rules/housekeeping";
import { RULES } from "./rules/index";
import type { PolicyText, Rule } from "./rules/rule";
import { type Report, Session } from "./session";

type AnyPolicy = ResourceValidationPolicy | StackValidationPolicy;

const session = new Session();

/** The engine asks the policies in this order: what was collected first is judged next, and what could not be judged is told last. */
const policies: AnyPolicy[] = [collector(), ...RULES.map(rulePolicy), integrity(), judgedLater()];

function collector(): ResourceValidationPolicy {
  return {
    ...texts(COLLECTOR),
    configSchema: { properties: PARAMETER_SCHEMA },
    validateResource: (args) => {
      session.parameters = parametersFrom(args.getConfig<Partial<Parameters>>());
      session.register(resourceOf(args));
    },
  };
}

function rulePolicy(rule: Rule): AnyPolicy {
  const onResource: Pick<ResourceValidationPolicy, "validateResource"> = {
    validateResource: (args, report) => send(session.judge(rule, args.urn), report),
  };
  const onStack: Pick<StackValidationPolicy, "validateStack"> = {
    validateStack: (args, report) => send(session.conclude(rule, urns(args), dependenciesOf(args)), report),
  };
  return { ...texts(rule), ...(rule.judge && onResource), ...(rule.conclude && onStack) };
}

function integrity(): StackValidationPolicy {
  return {
    ...texts(INTEGRITY),
    validateStack: ({ resources }, report) => {
      for (const { urn, type } of resources) {
        const missed = kubernetesObject(type, null) !== undefined && !session.resources.has(urn);
        if (missed)
          report(`Not judged, since the collector never saw it.\nWhy: ${INTEGRITY.why}\nFix: ${INTEGRITY.fix}`, urn);
      }
    },
  };
}

function judgedLater(): AnyPolicy {
  const tell = (_args: object, report: ReportViolation) => send(session.takeDeferred(), report);
  return { ...texts(JUDGED_LATER), validateResource: tell, validateStack: tell };
}

function texts({ name, level, description }: PolicyText) {
  return { name, description, enforcementLevel: level } as const;
}

function send(reports: readonly Report[], report: ReportViolation): void {
  for (const { urn, message } of reports) report(message, urn);
}

function resourceOf({ urn, type, name, props, provider }: ResourceValidationArgs): Resource {
  const inputs = snapshot(props);
  const object = kubernetesObject(type, inputs);
  return {
    urn,
    type,
    name,
    inputs,
    provider: provider?.urn,
    providerKnown: !hasUnknown(snapshot(provider?.props)),
    ...(object && { object }),
  };
}

function urns({ resources }: StackValidationArgs): readonly string[] {
  return resources.map(({ urn }) => urn);
}

function dependenciesOf({ resources }: StackValidationArgs): Stack["dependencies"] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource.propertyDependencies]));
  return (resource, property) =>
    (byUrn.get(resource.urn)?.[property] ?? []).flatMap(({ urn }) => {
      const source = session.resources.get(urn);
      return source ? [source] : [];
    });
}

// The SDK reads the pack's version from the package.json of the working directory, and some language hosts start the pack elsewhere.
process.chdir(__dirname);
new PolicyPack("spark-platform", { policies });
