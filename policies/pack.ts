/** The pack as the Pulumi engine sees it. The one file that knows the policy SDK. */
import {
  PolicyPack,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
} from "@pulumi/policy/policy";

import { refuseUnknownNames } from "./configuration";
import { decodeOnce } from "./decoding";
import { type Resource, type Stack, isOpaque, kubernetesObject } from "./model/resource";
import { hasUnknown, snapshot } from "./model/values";
import { PARAMETER_SCHEMA, type Parameters, parametersFrom } from "./parameters";
import * as housekeeping from "./rules/housekeeping";
import { RULES } from "./rules/index";
import type { PolicyText, Rule } from "./rules/rule";
import { type Report, Session } from "./session";

type AnyPolicy = ResourceValidationPolicy | StackValidationPolicy;

/** What rules conclude from. */
type Whole = Pick<Stack, "resources" | "dependencies">;

let session = new Session();

/** The stack at its end, made once for all policies: they keep what they have worked out about it. */
let whole: Whole = { resources: new Map(), dependencies: () => [] };

/** The engine asks the policies in this order: what was collected first is judged next, and what could not be judged is told last. */
const policies: AnyPolicy[] = [
  collector(),
  ...RULES.map(rulePolicy),
  integrity(),
  onStack(housekeeping.EXCEPTION_VALID, () => session.exceptionReports()),
  exceptionUsed(),
  judgedLater(),
  coverage(),
];

function collector(): AnyPolicy {
  return {
    ...texts(housekeeping.COLLECTOR),
    configSchema: { properties: PARAMETER_SCHEMA },
    validateResource: (args) => {
      session.parameters = parametersFrom(args.getConfig<Partial<Parameters>>());
      session.register(registered(args));
    },
    validateStack: (args) => {
      for (const resource of args.resources) {
        const unseen = !session.resources.has(resource.urn);
        if (unseen && Object.keys(resource.props).length > 0) session.register(fromOutputs(resource));
      }
      whole = stackOf(args);
    },
  };
}

function rulePolicy(rule: Rule): AnyPolicy {
  const onResource: Pick<ResourceValidationPolicy, "validateResource"> = {
    validateResource: (args, report) => send(session.judge(rule, args.urn), report),
  };
  const atEnd: Pick<StackValidationPolicy, "validateStack"> = {
    validateStack: (_args, report) => send(session.conclude(rule, whole), report),
  };
  return { ...texts(rule), ...(rule.judge && onResource), ...(rule.conclude && atEnd) };
}

function integrity(): AnyPolicy {
  const { why, fix } = housekeeping.INTEGRITY;
  return {
    ...texts(housekeeping.INTEGRITY),
    validateStack: (args, report) => {
      for (const { urn } of unseen(args))
        report(`Not judged, since the collector never saw it.\nWhy: ${why}\nFix: ${fix}`, urn);
    },
  };
}

function exceptionUsed(): AnyPolicy {
  return {
    ...texts(housekeeping.EXCEPTION_USED),
    validateResource: (_args, report) => send(session.takeExcepted(), report),
    validateStack: (_args, report) => send([...session.takeExcepted(), ...session.unusedExceptions()], report),
  };
}

function judgedLater(): AnyPolicy {
  const tell = (_args: object, report: ReportViolation) => send(session.takeDeferred(), report);
  return { ...texts(housekeeping.JUDGED_LATER), validateResource: tell, validateStack: tell };
}

/** The last one asked, so it also makes room for the next run: the engine may use one process for a preview and the update after it. */
function coverage(): AnyPolicy {
  return {
    ...texts(housekeeping.COVERAGE),
    validateStack: (args) => {
      const opaque = [...whole.resources.values()].filter(isOpaque).length;
      console.error(session.coverage.line(whole.resources.size, RULES.length, { opaque, unseen: unseen(args).length }));
      session = new Session();
    },
  };
}

function onStack(text: PolicyText, reports: () => readonly Report[]): AnyPolicy {
  return { ...texts(text), validateStack: (_args, report) => send(reports(), report) };
}

function texts({ name, level, description }: PolicyText) {
  return { name, description, enforcementLevel: level } as const;
}

function send(reports: readonly Report[], report: ReportViolation): void {
  for (const { urn, message } of reports) report(message, urn);
}

/** Kubernetes objects that neither the collector nor the engine has shown. */
function unseen({ resources }: StackValidationArgs): readonly PolicyResource[] {
  return resources.filter(({ urn, type }) => kubernetesObject(type, null) && !session.resources.has(urn));
}

function registered(args: ResourceValidationArgs): Resource {
  return normalised(args, snapshot(args.props));
}

/** An object that the program no longer has and that stays, as with `--target`: all that is known is what it became. */
function fromOutputs(resource: PolicyResource): Resource {
  return normalised(resource, snapshot(resource.props));
}

type Described = Pick<ResourceValidationArgs, "urn" | "type" | "name" | "opts" | "provider">;

function normalised({ urn, type, name, opts, provider }: Described, inputs: Resource["inputs"]): Resource {
  const object = kubernetesObject(type, inputs);
  return {
    urn,
    id: urn,
    type,
    name,
    inputs,
    provider: provider?.urn,
    providerKnown: !hasUnknown(snapshot(provider?.props)),
    protect: opts.protect,
    ...(object && { object }),
  };
}

function stackOf({ resources }: StackValidationArgs): Whole {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource.propertyDependencies]));
  return {
    resources: session.present(new Set(byUrn.keys())),
    dependencies: (resource, property) =>
      (byUrn.get(resource.urn)?.[property] ?? []).flatMap(({ urn }) => {
        const source = session.resources.get(urn);
        return source ? [source] : [];
      }),
  };
}

decodeOnce();
refuseUnknownNames(policies.map(({ name }) => name));
// The SDK reads the pack's version from the package.json of the working directory, and some language hosts start the pack elsewhere.
process.chdir(__dirname);
new PolicyPack("spark-platform", { policies });
