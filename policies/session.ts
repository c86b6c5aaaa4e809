/** One run of the pack: collects resources as they are registered and asks the rules about them. */
import { Coverage } from "./coverage";
import { type Exception, covers, exceptionProblems, nameOf } from "./exceptions";
import { type Registered, type Resource, type Stack, describe, withItems } from "./model/resource";
import { type Parameters, parametersFrom } from "./parameters";
import { EXCEPTION_USED, EXCEPTION_VALID, JUDGED_LATER } from "./rules/housekeeping";
import { RULES } from "./rules/index";
import type { Finding, PolicyText, Rule } from "./rules/rule";

/** A complaint as the engine shows it: about a resource, or about the configuration. */
export interface Report {
  readonly urn?: string;
  readonly message: string;
}

export class Session implements Registered {
  readonly resources = new Map<string, Resource>();
  parameters: Parameters = parametersFrom({});
  readonly coverage = new Coverage();
  /** What rules found, by resource: each finding is told once in a run. */
  private readonly told = new Map<string, Set<string>>();
  private readonly deferred: Report[] = [];
  private readonly excepted: Report[] = [];
  private readonly used = new Set<Exception>();

  /** @param today `YYYY-MM-DD`, which decides whether an exception still holds */
  constructor(private readonly today = new Date().toISOString().slice(0, 10)) {}

  /** Remembers a resource, and the objects of one that is a list. One that is registered again replaces the old one. */
  register(resource: Resource): void {
    this.told.delete(resource.urn);
    for (const one of withItems(resource)) this.resources.set(one.id, one);
  }

  /** What a rule has to say now that a resource was registered. */
  judge(rule: Rule, urn: string): readonly Report[] {
    const registered = this.resources.get(urn);
    if (registered === undefined) return [];
    const findings = withItems(registered).flatMap((resource) => rule.judge?.(resource, this) ?? []);
    return this.settle(rule, findings);
  }

  /** What a rule has to say about the whole stack. What its resources had to be told already is not told again. */
  conclude(rule: Rule, { resources, dependencies }: Pick<Stack, "resources" | "dependencies">): readonly Report[] {
    return this.settle(rule, rule.conclude?.({ resources, dependencies, parameters: this.parameters }) ?? []);
  }

  /** Of all that was registered, what is in the stack at its end. */
  present(urns: ReadonlySet<string>): Map<string, Resource> {
    return new Map([...this.resources].filter(([, { urn }]) => urns.has(urn)));
  }

  /** What the rules of this request could not judge. */
  takeDeferred(): readonly Report[] {
    return this.deferred.splice(0);
  }

  /** What exceptions of this request allowed. */
  takeExcepted(): readonly Report[] {
    return this.excepted.splice(0);
  }

  /** Exceptions that do not hold, and those that nothing needed. */
  exceptionReports(): readonly Report[] {
    return this.parameters.exceptions.flatMap((exception, index) => {
      const problems = this.problemsOf(exception);
      const lines = problems.map((problem) => `  - ${nameOf(exception, index)} ${problem}`);
      return problems.length === 0 ? [] : [{ message: explained(EXCEPTION_VALID, lines) }];
    });
  }

  unusedExceptions(): readonly Report[] {
    return this.parameters.exceptions.flatMap((exception, index) => {
      if (this.used.has(exception) || this.problemsOf(exception).length > 0) return [];
      return [
        {
          message: explained(EXCEPTION_USED, [
            `  - ${nameOf(exception, index)} is not needed: nothing breaks the rule`,
          ]),
        },
      ];
    });
  }

  private problemsOf(exception: Exception): readonly string[] {
    return exceptionProblems(
      exception,
      RULES.map(({ name }) => name),
      this.today,
    );
  }

  /** Sorts findings into what breaks the rule, what an exception allows and what must wait, and makes one report a resource. */
  private settle(rule: Rule, findings: readonly Finding[]): readonly Report[] {
    const broken: Finding[] = [];
    for (const finding of findings.filter((it) => this.isNew(rule, it))) {
      const exception = this.parameters.exceptions.find((it) => covers(it, rule.name, finding));
      if (exception && this.problemsOf(exception).length === 0) this.except(rule, finding, exception);
      else if (this.waits(finding)) this.defer(rule, finding);
      else broken.push(finding);
    }
    return reports(rule, broken);
  }

  private isNew(rule: Rule, { resource, problem }: Finding): boolean {
    const told = this.told.get(resource.urn) ?? new Set<string>();
    this.told.set(resource.urn, told);
    const key = `${rule.name} ${resource.id} ${problem}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  }

  /** Whether what is unknown is only told of. Kubernetes objects can be written with literals, so that they wait for nothing but their cluster. */
  private waits({ certain, resource }: Finding): boolean {
    const { unknownValues } = this.parameters;
    if (certain || unknownValues === "refuse") return false;
    return unknownValues === "tell" || resource.object === undefined || !resource.providerKnown;
  }

  private except(rule: Rule, finding: Finding, exception: Exception): void {
    this.used.add(exception);
    this.coverage.excepted();
    const until = `  - allowed until ${exception.expires}: ${exception.reason}`;
    const message = [`${rule.name}: ${describe(finding.resource)}`, `  - ${finding.problem}`, until].join("\n");
    this.excepted.push({ urn: finding.resource.urn, message });
  }

  private defer(rule: Rule, finding: Finding): void {
    this.coverage.notJudged(rule, finding.resource);
    const [report] = reports(JUDGED_LATER, [finding]);
    if (report) this.deferred.push({ ...report, message: `${rule.name}: ${report.message}` });
  }
}

function reports(text: PolicyText, findings: readonly Finding[]): readonly Report[] {
  const byResource = new Map<Resource, string[]>();
  for (const { resource, problem } of findings) {
    byResource.set(resource, [...(byResource.get(resource) ?? []), `  - ${problem}`]);
  }
  return [...byResource].map(([resource, problems]) => ({
    urn: resource.urn,
    message: explained(text, [describe(resource), ...problems]),
  }));
}

function explained({ why, fix }: PolicyText, lines: readonly string[]): string {
  return [...lines, `Why: ${why}`, `Fix: ${fix}`].join("\n");
}
