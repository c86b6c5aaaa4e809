/** Pulumi's event log (`--event-log`): one JSON object a line, read into what a report tells. */
import type { EngineEvent, OpType, StepEventMetadata, StepEventStateMetadata } from "@pulumi/pulumi/automation";
import { conceal, type ShownObject, withoutSecrets } from "./secrecy";

/** What happens to a resource. `forget`: it leaves the stack and stays where it is (`retainOnDelete`). */
export type Operation = "create" | "import" | "update" | "replace" | "delete" | "forget";

export interface Change {
  readonly operation: Operation;
  readonly urn: string;
  /** Pulumi's type token. */
  readonly type: string;
  readonly name: string;
  /** What it is told with: the outermost component that it belongs to, or itself if it belongs to none. */
  readonly component: Component;
  /** Inputs before and after, without secrets; absent before a creation and after a deletion. */
  readonly before?: ShownObject;
  readonly after?: ShownObject;
  /** Paths that the provider finds changed. Only these tell of a secret that changes. */
  readonly paths: readonly string[];
  /** Those of them that cannot be changed in place. */
  readonly replacing: readonly string[];
}

export interface Component {
  readonly type: string;
  readonly name: string;
}

/** A complaint of a policy, as the pack wrote it. */
export interface Complaint {
  readonly policy: string;
  readonly mandatory: boolean;
  readonly urn?: string;
  readonly message: string;
}

/** Something that Pulumi, a provider or the program has to say. */
export interface Diagnostic {
  readonly severity: "warning" | "error";
  readonly urn?: string;
  readonly message: string;
}

/** All that a preview told. */
export interface Preview {
  readonly changes: readonly Change[];
  /** Resources that stay as they are. */
  readonly unchanged: number;
  readonly complaints: readonly Complaint[];
  readonly diagnostics: readonly Diagnostic[];
  /** The policy pack's own line about what it judged. */
  readonly coverage?: string;
  /** Whether it came to its end without an error and without a mandatory complaint. */
  readonly succeeded: boolean;
}

const OPERATIONS: Partial<Record<OpType, Operation>> = {
  create: "create",
  import: "import",
  update: "update",
  replace: "replace",
  delete: "delete",
};

const ROOT = "pulumi:pulumi:Stack";

/** Providers that the program does not name; their inputs are the stack's configuration. */
const DEFAULT_PROVIDER = /^urn:.*::pulumi:providers:[^:]+::default/;

/** Begins the line with which the policy pack ends; see policies/coverage.ts. */
const COVERAGE = /^Policies: \d.*/;

/** Said whenever something else went wrong. */
const EPILOGUE = /^(preview|update) failed$/;

/** @throws Error that names the line that is no event; a last line that was cut off is left out */
export function readEventLog(text: string): Preview {
  const events = readLines(text);
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  const family = new Map(steps.map((step) => [step.urn, stateOf(step)]));
  const complaints = events.flatMap(complaintsOf);
  const diagnostics = withoutEchoes(events.flatMap(diagnosticsOf));
  const coverage = events.flatMap(coverageOf).at(-1);
  const real = steps.filter(isReal);
  return {
    changes: real.flatMap((step) => changesOf(step, family)),
    unchanged: real.filter(({ op }) => op === "same").length,
    complaints,
    diagnostics,
    ...(coverage !== undefined && { coverage }),
    succeeded:
      events.some(({ summaryEvent }) => summaryEvent !== undefined) &&
      !complaints.some(({ mandatory }) => mandatory) &&
      !events.flatMap(diagnosticsOf).some(({ severity }) => severity === "error"),
  };
}

/** A preview that Pulumi itself says failed: what it said counts where the event log has no error. */
export function failedPreview(preview: Preview, output: string): Preview {
  const { diagnostics, complaints } = preview;
  const told =
    diagnostics.some(({ severity }) => severity === "error") || complaints.some(({ mandatory }) => mandatory);
  const error: Diagnostic = { severity: "error", message: plain(output) };
  return { ...preview, succeeded: false, diagnostics: told ? diagnostics : [...diagnostics, error] };
}

function readLines(text: string): EngineEvent[] {
  const lines = text.split("\n");
  // What follows the last line break is empty, or was being written when Pulumi was ended.
  return lines.slice(0, -1).map((line, index) => {
    const event = parsed(line);
    if (typeof event === "object" && event !== null && "sequence" in event) return event as EngineEvent;
    throw new Error(`line ${index + 1} is no event of Pulumi's: write the file with --event-log`);
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What is there in the end, or was there. */
function stateOf({ new: after, old: before }: StepEventMetadata): StepEventStateMetadata | undefined {
  return after ?? before;
}

/** Components exist in the program only. */
function isReal(step: StepEventMetadata): boolean {
  return stateOf(step)?.custom === true && !DEFAULT_PROVIDER.test(step.urn);
}

type Family = ReadonlyMap<string, StepEventStateMetadata | undefined>;

function changesOf(step: StepEventMetadata, family: Family): Change[] {
  const { op, urn, type, old: before, new: after, detailedDiff, diffs, keys } = step;
  const operation = OPERATIONS[op];
  if (operation === undefined) return [];
  const details = Object.entries(detailedDiff ?? {});
  const replacing = details.filter(([, { diffKind }]) => diffKind.endsWith("-replace")).map(([path]) => path);
  return [
    {
      operation: operation === "delete" && before?.retainOnDelete === true ? "forget" : operation,
      urn,
      type,
      name: nameOf(urn),
      component: componentOf(stateOf(step)?.parent, family) ?? { type, name: nameOf(urn) },
      ...(before && operation !== "create" && { before: conceal(type, before.inputs) }),
      ...(after && operation !== "delete" && { after: conceal(type, after.inputs) }),
      paths: details.length > 0 ? details.map(([path]) => path) : (diffs ?? []),
      replacing: replacing.length > 0 ? replacing : (keys ?? []),
    },
  ];
}

function componentOf(urn: string | undefined, family: Family): Component | undefined {
  const parent = urn === undefined ? undefined : family.get(urn);
  if (parent === undefined || parent.type === ROOT) return undefined;
  const above = componentOf(parent.parent, family);
  return above ?? (parent.custom === true ? undefined : { type: parent.type, name: nameOf(parent.urn) });
}

/** The last part of a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function complaintsOf({ policyEvent }: EngineEvent): Complaint[] {
  if (policyEvent === undefined) return [];
  const { policyName, enforcementLevel, resourceUrn, message } = policyEvent;
  return [
    {
      policy: policyName,
      mandatory: enforcementLevel === "mandatory",
      ...(resourceUrn !== undefined && { urn: resourceUrn }),
      message: plain(message),
    },
  ];
}

function diagnosticsOf({ diagnosticEvent }: EngineEvent): Diagnostic[] {
  const { severity, urn, message } = diagnosticEvent ?? {};
  if (message === undefined || (severity !== "error" && severity !== "warning")) return [];
  return [{ severity, ...(urn !== undefined && urn !== "" && { urn }), message: plain(message) }];
}

/** Each is told once, and that the preview failed only where nothing tells why. */
function withoutEchoes(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const different = [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
  return different.filter(({ message }) => !EPILOGUE.test(message));
}

function coverageOf({ diagnosticEvent }: EngineEvent): string[] {
  return COVERAGE.exec(plain(diagnosticEvent?.message ?? "")) ?? [];
}

/** Without the marks that become colours in a terminal. */
function plain(message: string): string {
  return withoutSecrets(message.replaceAll(/<\{%[^%]*%\}>/g, "")).trim();
}
