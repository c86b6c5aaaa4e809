/** The platform's own policy pack has nothing to say about what its components make of AWS. */
import test from "ava";

import { dataStatements } from "../../../components/aws/data-access.js";
import { DataBucket } from "../../../components/aws/data-bucket.js";
import { ImageRepository } from "../../../components/aws/image-repository.js";
import { LogBucket } from "../../../components/aws/log-bucket.js";
import { MetadataDatabase } from "../../../components/aws/metadata-database.js";
import { WorkloadRole } from "../../../components/aws/workload-role.js";
import type { Value } from "../../../policies/model/values.js";
import { aws } from "../../policy/aws-objects.js";
import { team } from "../../policy/objects.js";
import { DATABASE } from "./database-example.js";
import { verdict } from "../../policy/verdict.js";
import { record } from "../components/kubernetes/recorder.js";

const place = { partition: "aws", region: "eu-central-1", accountId: "111122223333" };
const part = (prefix: string) => ({ bucket: "acme-lake", prefix });

/** What the pack says about one of each, made with or without protection. */
async function complaints(protect: boolean): Promise<readonly string[]> {
  const registered = await record((opts) => {
    const common = { ...place, protect };
    new LogBucket("logs", { ...common, bucket: "acme-logs", logDays: 90 }, opts);
    new DataBucket("lake", { ...common, bucket: "acme-lake", logBucket: "acme-logs" }, opts);
    new ImageRepository("airflow", { repository: "spark-platform/airflow" }, opts);
    new MetadataDatabase("metadata", { ...DATABASE, protect }, opts);
    const statements = dataStatements({ read: [part("raw")], write: [part("daily")], glue: ["sales"] }, place);
    const account = { namespace: "team", account: "spark-driver" };
    const identity = { kind: "podIdentity" } as const;
    new WorkloadRole("orders", { ...place, clusterName: "prod", identity, account, statements }, opts);
  });
  const resources = registered
    .filter(({ type }) => type.startsWith("aws:"))
    .map(({ type, name, inputs, options }) =>
      aws(type, inputs as Value, { name, protect: options?.["protect"] === true }),
    );
  return verdict({ resources: [team(), ...resources] });
}

test.serial("the policy pack has nothing to say about buckets, database, repository and roles", async (t) => {
  t.deepEqual(await complaints(true), []);
});

test.serial("without protection it says so of each that holds data, and nothing else", async (t) => {
  t.deepEqual(await complaints(false), [
    "data-protected lake: the option protect is not set",
    "data-protected logs: the option protect is not set",
    "data-protected metadata: the option protect is not set",
  ]);
});
