/** Asks parliament, a linter of IAM policies, about every document of a stack. */
import { basename } from "node:path";

import type { Finding } from "./findings.js";
import { lint } from "./linters.js";
import { isList, isRecord, type Json, label, type StackResource } from "./stack-resource.js";

/** One document, and where it stands. */
interface Document {
  readonly type: string;
  /** For example `aws:iam/role:Role flights assumeRolePolicy`. */
  readonly place: string;
  readonly content: Readonly<Record<string, Json>>;
}

/** What parliament prints, a line each. */
interface Issue {
  readonly issue: string;
  readonly detail: unknown;
  readonly location: { readonly filepath: string };
}

/** Properties of all types that hold a document. */
const PROPERTIES = ["assumeRolePolicy", "policy"] as const;

/** Types whose `policy` is in another language. */
const OTHER_LANGUAGES: readonly string[] = ["aws:ecr/lifecyclePolicy:LifecyclePolicy"];

/** The documents that are known. */
export function documents(resources: readonly StackResource[]): Document[] {
  return resources
    .filter(({ type }) => type.startsWith("aws:") && !OTHER_LANGUAGES.includes(type))
    .flatMap((resource) =>
      PROPERTIES.flatMap((property) => {
        const content = parse(resource.inputs[property]);
        return content === undefined ? [] : [{ type: resource.type, place: `${label(resource)} ${property}`, content }];
      }),
    );
}

/** What is wrong with them. */
export async function policyFindings(found: readonly Document[]): Promise<Finding[]> {
  const files = Object.fromEntries(found.map(({ content }, index) => [`${index}.json`, complete(content)]));
  const printed = await lint("parliament", files, (directory) => ["--directory", directory, "--json"]);
  return printed
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { issue, detail, location } = JSON.parse(line) as Issue;
      const document = found[Number.parseInt(basename(location.filepath), 10)];
      if (document === undefined) throw new Error(`parliament speaks of ${location.filepath}`);
      const text = typeof detail === "string" ? detail : JSON.stringify(detail);
      return { check: issue, type: document.type, resource: document.place, detail: text };
    });
}

function parse(text: Json | undefined): Record<string, Json> | undefined {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text) as Record<string, Json>;
  } catch {
    // Not known yet.
    return undefined;
  }
}

/** A trust policy names no resource, since it stands on one: the linter wants it in words. */
function complete(document: Readonly<Record<string, Json>>): object {
  const statements = document["Statement"];
  if (!isList(statements)) return document;
  return { ...document, Statement: statements.map((one) => (isRecord(one) ? { Resource: ANY_ROLE, ...one } : one)) };
}

const ANY_ROLE = "arn:aws:iam::111122223333:role/itself";
