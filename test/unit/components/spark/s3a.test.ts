import test from "ava";

import { type S3Access, s3aConf } from "../../../../components/spark/s3a.js";
import { sparkConf } from "../../../../components/spark/conf.js";
import { dataKeys } from "../../../../components/spark/owned-conf.js";
import { accepts, refuses } from "./refusal.js";
import { data, flights, orders, team } from "./sample-jobs.js";

const s3: S3Access = { region: "eu-central-1", credentials: "podIdentity" };

test("a job with data finds its credentials, its region and a committer that renames nothing", (t) => {
  t.deepEqual(s3aConf({ ...flights, data }, s3), {
    "spark.hadoop.fs.s3a.aws.credentials.provider":
      "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider",
    "spark.hadoop.fs.s3a.endpoint.region": "eu-central-1",
    "spark.hadoop.fs.s3a.buffer.dir": "/var/data/spark/s3a",
    "spark.hadoop.fs.s3a.committer.abort.pending.uploads": "false",
    "spark.hadoop.fs.s3a.committer.name": "magic",
    "spark.sql.sources.commitProtocolClass": "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol",
    "spark.sql.parquet.output.committer.class": "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter",
  });
});

test("where there is no agent, credentials come from the token in the pod", (t) => {
  t.is(
    s3aConf({ ...flights, data }, { ...s3, credentials: "irsa" })["spark.hadoop.fs.s3a.aws.credentials.provider"],
    "software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider",
  );
});

test("a job in local mode has it too, and others have nothing of it, on AWS or elsewhere", (t) => {
  t.like(sparkConf({ ...orders, data }, { ...team, s3 }), s3aConf({ ...orders, data }, s3));
  t.deepEqual(sparkConf(flights, { ...team, s3 }), sparkConf(flights, team));
  t.deepEqual(s3aConf({ ...flights, data }, undefined), {});
});

test("an override wins", (t) => {
  const key = "spark.hadoop.fs.s3a.committer.name";
  const overrides = { [key]: { value: "partitioned", reason: "replaces partitions" } };
  t.is(sparkConf({ ...flights, data, overrides }, { ...team, s3 })[key], "partitioned");
});

for (const key of dataKeys) {
  test(
    `${key} in conf of a job with data`,
    refuses,
    { data, conf: { [key]: "x" } },
    `.conf["${key}"] = "x": belongs to the platform: pods, rights or network rules depend on it; remove it, or move it to overrides with a value and a reason`,
  );
  test(`${key} in overrides of a job with data`, accepts, { data, overrides: { [key]: { value: "x", reason: "so" } } });
  test(`${key} in conf of a job without data`, accepts, { conf: { [key]: "x" } });
}

test(
  "an override of what only jobs with data have",
  refuses,
  { overrides: { "spark.hadoop.fs.s3a.committer.name": { value: "x", reason: "so" } } },
  '.overrides["spark.hadoop.fs.s3a.committer.name"] = "x": does not belong to the platform, so that there is nothing to override; move it to conf',
);
