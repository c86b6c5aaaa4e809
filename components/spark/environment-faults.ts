import { JOB_ENVIRONMENT } from "../../vocabulary";
import type { Fault } from "./fault";
import { HIDDEN, isSecretName, isSecretValue } from "./secrecy";

const VARIABLE_NAME = /^[A-Za-z_]\w*$/;

const PLATFORM_NAMES: ReadonlySet<string> = new Set(Object.values(JOB_ENVIRONMENT));

/** What is wrong with a job's own environment, at most one fault a variable. */
export function environmentFaults(environment: Readonly<Record<string, string>>): Fault[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    const fault = nameFault(name) ?? secretFault(name, value);
    return fault === undefined ? [] : [{ path: ["environment", name], value, ...fault }];
  });
}

function nameFault(name: string): Pick<Fault, "rule" | "fix"> | undefined {
  if (!VARIABLE_NAME.test(name)) {
    const rule = "the name must be letters, digits and underscores, not starting with a digit";
    return { rule, fix: "rename the variable" };
  }
  if (PLATFORM_NAMES.has(name)) return { rule: "is set by the platform", fix: "rename the variable" };
  if (/^SPARK_/.test(name)) {
    return {
      rule: "is a setting of Spark, which would bypass the job's conf",
      fix: "use `conf` or the job's own fields",
    };
  }
  return undefined;
}

function secretFault(name: string, value: string): Omit<Fault, "path"> | undefined {
  if (!isSecretName(name) && !isSecretValue(value)) return undefined;
  const rule = "looks like a secret, and the environment can be read by all who may see pods";
  return { value: HIDDEN, rule, fix: "let the job read it from a Kubernetes Secret" };
}
