/** What a run of the pack judged and what it could not: an empty list of complaints alone does not tell. */
import type { Resource } from "./model/resource";
import type { PolicyText } from "./rules/rule";

export class Coverage {
  private readonly waiting = new Map<string, Set<string>>();
  private exceptions = 0;

  /** A finding that an exception allowed. */
  excepted(): void {
    this.exceptions += 1;
  }

  /** A value that a rule needs and that is not known yet. */
  notJudged({ name }: PolicyText, { id }: Resource): void {
    this.waiting.set(name, (this.waiting.get(name) ?? new Set()).add(id));
  }

  /** One line, for example `Policies: 63 resources judged by 41 rules, 1 finding excepted, 0 not judged`. */
  line(
    judged: number,
    rules: number,
    { opaque, unseen }: { readonly opaque: number; readonly unseen: number },
  ): string {
    const reasons = [...this.waiting].map(
      ([rule, ids]) => `${ids.size} for ${rule}, which needs a value that is not known yet`,
    );
    if (opaque > 0) reasons.push(`the contents of ${counted(opaque, "chart or YAML resource")}`);
    if (unseen > 0) reasons.push(`${counted(unseen, "resource")} never shown to the pack`);
    const notJudged = reasons.length === 0 ? "nothing left unjudged" : `not judged: ${reasons.join("; ")}`;
    return `Policies: ${counted(judged, "resource")} judged by ${counted(rules, "rule")}, ${counted(this.exceptions, "finding")} excepted, ${notJudged}`;
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
