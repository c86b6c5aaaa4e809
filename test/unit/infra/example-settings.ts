/** The smallest complete settings, as a user would write them, and what is told about wrong ones. */
import { RunError } from "@pulumi/pulumi";
import test from "ava";

import { parseSettings } from "../../../infra/settings.js";

export type Raw = Record<string, unknown>;

/** Only what is required, and one job. A new copy at each call. */
export function smallest() {
  return {
    cluster: { kind: "existing", context: "kind" },
    network: { apiServer: [{ cidr: "10.96.0.1/32", port: 443 }] },
    images: { airflow: "example/airflow:1", spark: "example/spark:1", postgres: "example/postgres:1" },
    postgres: { kind: "pod", storage: { kind: "class", className: "standard", size: "5Gi" } },
    airflow: { quota: { cpu: "6", memory: "12Gi", pods: 4 } },
    teams: { sales: { namespace: "spark-sales", quota: { cpu: "8", memory: "16Gi", pods: 20 } } },
    jobs: { orders: { team: "sales", application: "/opt/jobs/orders.py" } },
  };
}

/** The message that wrong settings end with; an error of any other kind is not caught. */
export function complaint(raw: Raw, secrets?: readonly string[]): string | undefined {
  try {
    parseSettings(raw, secrets);
    return undefined;
  } catch (error) {
    if (RunError.isInstance(error)) return error.message;
    throw error;
  }
}

const FIRST_LINE = "One setting is wrong under spark-platform: (stacks/README.md describes every key)";

/** One change to {@link smallest}, and the one line that it is told with. */
export const complains = test.macro((t, change: (settings: ReturnType<typeof smallest>) => Raw, line: string) => {
  t.is(complaint(change(smallest())), `${FIRST_LINE}\n  ${line}`);
});

/** The smallest complete settings of a stack that makes its cluster on AWS. A new copy at each call. */
export function smallestEks() {
  const pool = (workload: string) => ({ workload, instanceTypes: ["m7i.large"], maxNodes: 2 });
  const { images, postgres, airflow, teams, jobs } = smallest();
  return {
    images,
    postgres,
    airflow,
    teams,
    jobs,
    cluster: {
      kind: "eks",
      name: "spark-dev",
      region: "eu-central-1",
      account: "111122223333",
      version: "1.36",
      access: { platform: { principal: "arn:aws:iam::111122223333:role/platform-engineer", rights: "admin" } },
      network: { kind: "new", cidr: "10.20.0.0/16", zones: ["eu-central-1a", "eu-central-1b"], nat: "one" },
      compute: {
        kind: "auto",
        pools: { platform: pool("platform"), drivers: pool("drivers"), executors: pool("executors") },
      },
    },
  };
}

/** The smallest complete settings of a database on RDS. */
export const smallestRds = {
  kind: "rds",
  instanceClass: "db.t4g.medium",
  storageGiB: 20,
  maxStorageGiB: 22,
  multiAz: false,
  backupDays: 1,
};

/** A value at a path below a copy of what is given: `set(settings, "cluster.version", "1.34")`; undefined takes the key away. */
function set(settings: Raw, path: string, value: unknown): Raw {
  const [key = "", ...rest] = path.split(".");
  const inner = rest.length === 0 ? value : set((settings[key] ?? {}) as Raw, rest.join("."), value);
  return Object.fromEntries(Object.entries({ ...settings, [key]: inner }).filter(([, kept]) => kept !== undefined));
}

type Changes = Readonly<Record<string, unknown>>;

/** {@link smallestEks} with other values at some paths. */
export function changedEks(changes: Changes): Raw {
  return Object.entries(changes).reduce<Raw>((raw, [path, value]) => set(raw, path, value), smallestEks());
}

/** What is told about wrong changes to {@link smallestEks}, without the first line; and that nothing is when the nearest right ones are made on top of them. */
export const refusesOnEks = test.macro((t, wrong: Changes, lines: readonly string[], right: Changes) => {
  const [, ...told] = complaint(changedEks(wrong))?.split("\n") ?? [];
  t.deepEqual(
    told,
    lines.map((line) => `  ${line}`),
  );
  t.is(complaint(changedEks({ ...wrong, ...right })), undefined);
});
