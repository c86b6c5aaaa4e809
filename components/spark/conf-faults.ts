import type { Fault } from "./fault";
import type { SparkJob, SparkMode } from "./job";
import { dataKeys, fieldOfKey, overridableKeys } from "./owned-conf";
import { HIDDEN, isSecretName, isSecretValue, SECRET_FIX } from "./secrecy";

type Entry = Omit<Fault, "path" | "value"> & { readonly value?: unknown };

const CONF_KEY = /^spark\.[^\s=]+$/;

/** Conf of a driver pod that Spark makes in cluster mode; here the platform makes it. */
const CLUSTER_MODE_KEY =
  /^spark\.kubernetes\.(driver\.(request|limit|label|annotation|secret|volumes|podTemplate|container)|authenticate\.driver\.)/;

/** Conf of executor pods, of which local mode has none. */
const EXECUTOR_POD_KEY =
  /^spark\.(kubernetes|dynamicAllocation)\.|^spark\.executor\.(cores|instances|memory|minMemory|pyspark)/;

/** What is wrong with a job's conf and its overrides, at most one fault for each entry's key and one for its reason. */
export function confFaults({ conf, overrides, mode, data }: SparkJob): Fault[] {
  const owns = (key: string) => overridableKeys.has(key) || (data !== undefined && dataKeys.has(key));
  const ofConf = Object.entries(conf).flatMap(([key, value]) => {
    const fault = keyFault(key, mode) ?? ownedFault(owns(key)) ?? secretValueFault(value) ?? secretNameFault(key);
    return fault === undefined ? [] : [{ path: ["conf", key], value, ...fault }];
  });
  const ofOverrides = Object.entries(overrides).flatMap(([key, { value, reason }]) => {
    const fault = keyFault(key, mode) ?? notOwnedFault(key, owns(key)) ?? secretValueFault(value);
    const ofKey = fault === undefined ? [] : [{ path: ["overrides", key], value, ...fault }];
    return [...ofKey, ...reasonFaults(key, reason)];
  });
  return [...ofConf, ...ofOverrides];
}

function keyFault(key: string, mode: SparkMode): Entry | undefined {
  if (!CONF_KEY.test(key)) {
    return { rule: "the key must start with spark. and contain neither space nor =", fix: "correct the key" };
  }
  const field = fieldOfKey.get(key);
  if (field !== undefined && !(mode.kind === "local" && field.startsWith("mode."))) {
    return { rule: `is decided by the job's field ${field}`, fix: `remove it and set ${field}` };
  }
  if (CLUSTER_MODE_KEY.test(key)) {
    const rule = "has no effect, since the platform makes the driver pod and not Spark";
    return { rule, fix: "remove it; the job's fields image, driver and environment shape that pod" };
  }
  if (mode.kind === "local" && EXECUTOR_POD_KEY.test(key)) {
    return { rule: "has no effect in mode local, which starts no executors", fix: "remove it, or use mode client" };
  }
  return undefined;
}

function ownedFault(isOwned: boolean): Entry | undefined {
  if (!isOwned) return undefined;
  const rule = "belongs to the platform: pods, rights or network rules depend on it";
  return { rule, fix: "remove it, or move it to overrides with a value and a reason" };
}

function notOwnedFault(key: string, isOwned: boolean): Entry | undefined {
  if (isOwned || isSecretName(key)) return undefined;
  return { rule: "does not belong to the platform, so that there is nothing to override", fix: "move it to conf" };
}

function reasonFaults(key: string, reason: string): Fault[] {
  if (reason.trim() !== "") return [];
  const rule = "must say why the override is needed";
  return [{ path: ["overrides", key, "reason"], value: reason, rule, fix: "write the reason; the plan shows it" }];
}

const SECRET: Entry = {
  value: HIDDEN,
  rule: "looks like a secret, and conf can be read by all who may see pods",
  fix: SECRET_FIX,
};

function secretValueFault(value: string): Entry | undefined {
  return isSecretValue(value) ? SECRET : undefined;
}

/** Many a name looks like a secret's and is none, such as `spark.hadoop.fs.s3a.encryption.key`, the name of a key. */
function secretNameFault(key: string): Entry | undefined {
  if (!isSecretName(key)) return undefined;
  return { ...SECRET, fix: `${SECRET_FIX}, or move it to overrides with a reason why it is none` };
}
