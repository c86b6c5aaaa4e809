import { JOB_ENVIRONMENT } from "../../vocabulary";
import { unless } from "../problem";
import type { Fault } from "./fault";
import type { SecretKey, SparkJob } from "./job";
import { HIDDEN, isCredentialName, isSecretValue, SECRET_FIX } from "./secrecy";

type Entry = Omit<Fault, "path" | "value"> & { readonly value?: unknown };

const VARIABLE_NAME = /^[A-Za-z_]\w*$/;

const PLATFORM_NAMES: ReadonlySet<string> = new Set(Object.values(JOB_ENVIRONMENT));

/** What Kubernetes accepts as the name of a Secret, and as a key in it. */
const SECRET_OBJECT = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const SECRET_KEY = /^[\w.-]{1,253}$/;

/** What is wrong with a job's own variables, whether written or from Secrets: at most one fault a name. */
export function environmentFaults({ environment, secrets }: Pick<SparkJob, "environment" | "secrets">): Fault[] {
  const ofEnvironment = Object.entries(environment).flatMap(([name, value]) => {
    const fault = nameFault(name) ?? secretFault(name, value);
    return fault === undefined ? [] : [{ path: ["environment", name], value, ...fault }];
  });
  const ofSecrets = Object.entries(secrets).flatMap(([name, value]) => {
    const fault = nameFault(name) ?? clashFault(name, environment);
    return fault === undefined ? referenceFaults(name, value) : [{ path: ["secrets", name], value, ...fault }];
  });
  return [...ofEnvironment, ...ofSecrets];
}

function nameFault(name: string): Entry | undefined {
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

function secretFault(name: string, value: string): Entry | undefined {
  if (!isCredentialName(name) && !isSecretValue(value)) return undefined;
  const rule = "looks like a secret, and the environment can be read by all who may see pods";
  return { value: HIDDEN, rule, fix: SECRET_FIX };
}

function clashFault(name: string, environment: SparkJob["environment"]): Entry | undefined {
  if (!Object.hasOwn(environment, name)) return undefined;
  return { rule: "is a variable of environment too", fix: "remove one of the two" };
}

/** Not repeated, since what is no name here may be the secret itself. */
function referenceFaults(name: string, { secret, key }: SecretKey): Fault[] {
  return [
    ...unless(SECRET_OBJECT.test(secret), {
      path: ["secrets", name, "secret"],
      value: HIDDEN,
      rule: "must be the name of a Kubernetes Secret: lower-case letters, digits and inner hyphens and dots",
      fix: "write for instance flights-api",
    }),
    ...unless(SECRET_KEY.test(key) && !isSecretValue(key), {
      path: ["secrets", name, "key"],
      value: HIDDEN,
      rule: "must be a key of that Secret, and not the secret itself: letters, digits, hyphens, underscores and dots",
      fix: "write for instance token",
    }),
  ];
}
