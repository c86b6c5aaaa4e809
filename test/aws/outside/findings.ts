/** What linters find, and what of it is accepted: each for a written reason, for as long as something needs it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import * as z from "zod";

/** One check that one resource fails. */
export interface Finding {
  /** For example `CKV_AWS_18`. */
  readonly check: string;
  /** The linter's word for the kind of resource: Terraform's type, Kubernetes' kind, Pulumi's type. */
  readonly type: string;
  readonly resource: string;
  /** What the linter says about it. */
  readonly detail: string;
}

const ACCEPTED = z.strictObject({
  check: z.string(),
  type: z.string(),
  /** A part of the detail; only findings with it are accepted. Default: all of the check and type. */
  about: z.string().optional(),
  reason: z.string().min(20),
});

const FILE = z.strictObject({
  cloud: z.array(ACCEPTED),
  kubernetes: z.array(ACCEPTED),
  policies: z.array(ACCEPTED),
  stacks: z.array(ACCEPTED),
});

export type Accepted = z.infer<typeof ACCEPTED>;

/** The list of the repository, by what was linted. */
export const ACCEPTED_FINDINGS = FILE.parse(
  parse(readFileSync(join(import.meta.dirname, "accepted-findings.yaml"), "utf8")),
);

/** Findings without an entry, a line each; sorted. */
export function unexplained(findings: readonly Finding[], accepted: readonly Accepted[]): string[] {
  return findings
    .filter((finding) => !accepted.some((entry) => accepts(entry, finding)))
    .map(({ check, resource, detail }) => `${check} ${resource}: ${detail}`)
    .sort();
}

/** Entries without a finding: what they excuse is mended. */
export function unneeded(findings: readonly Finding[], accepted: readonly Accepted[]): string[] {
  return accepted
    .filter((entry) => !findings.some((finding) => accepts(entry, finding)))
    .map(({ check, type, about }) => [check, type, ...(about === undefined ? [] : [about])].join(" "));
}

function accepts({ check, type, about = "" }: Accepted, finding: Finding): boolean {
  return check === finding.check && type === finding.type && finding.detail.includes(about);
}
