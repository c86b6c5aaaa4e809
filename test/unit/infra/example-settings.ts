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
    postgres: { storage: { kind: "class", className: "standard", size: "5Gi" } },
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
