/** Asks checkov, a linter of infrastructure, about the resources of a stack. */
import type { Finding } from "./findings.js";
import { lint } from "./linters.js";
import { isRecord, type Json, shownEach, type StackResource } from "./stack-resource.js";
import { terraformPlan } from "./terraform-plan.js";

export interface Report {
  readonly passed: number;
  readonly findings: readonly Finding[];
}

interface Output {
  readonly results: {
    readonly passed_checks: readonly unknown[];
    readonly failed_checks: readonly { check_id: string; check_name: string; resource: string }[];
    readonly parsing_errors: readonly string[];
  };
}

/** Of AWS. */
export async function cloudReport(resources: readonly StackResource[]): Promise<Report> {
  return report(
    "terraform_plan",
    { "plan.json": terraformPlan(resources) },
    (resource) => resource.split(".")[0] ?? "",
  );
}

/** Of Kubernetes. */
export async function kubernetesReport(resources: readonly StackResource[]): Promise<Report> {
  const objects = resources.filter(({ type }) => type.startsWith("kubernetes:")).map(manifest);
  const files = Object.fromEntries(objects.map((object, index) => [`${String(index).padStart(3, "0")}.json`, object]));
  return report("kubernetes", files, (resource) => resource.split(".")[0] ?? "");
}

/** Mocks leave both out of inputs; the type tells them. */
function manifest({ type, inputs }: StackResource): object {
  const [, version = "", kind = ""] = type.split(":");
  return { apiVersion: version.replace(/^core\//, ""), kind, ...shownEach(inputs) };
}

async function report(
  framework: "terraform_plan" | "kubernetes",
  files: Readonly<Record<string, object>>,
  typeOf: (resource: string) => string,
): Promise<Report> {
  const printed = await lint("checkov", files, (directory) => [
    ...["--directory", directory, "--framework", framework],
    ...["--output", "json", "--compact", "--skip-download"],
  ]);
  const { results } = requireOutput(JSON.parse(printed) as Json);
  if (results.parsing_errors.length > 0) throw new Error(`checkov could not read ${results.parsing_errors.join(", ")}`);
  return {
    passed: results.passed_checks.length,
    findings: results.failed_checks.map(({ check_id, check_name, resource }) => ({
      check: check_id,
      detail: check_name,
      type: typeOf(resource),
      resource,
    })),
  };
}

/** Without a file that it knows, checkov answers with counts and nothing else. */
function requireOutput(printed: Json): Output {
  if (!isRecord(printed) || !("results" in printed))
    throw new Error(`checkov looked at nothing: ${JSON.stringify(printed)}`);
  return printed as unknown as Output;
}
