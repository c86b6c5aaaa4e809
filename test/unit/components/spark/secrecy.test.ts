import test from "ava";
import { isSecretName, isSecretValue } from "../../../../components/spark/secrecy.js";

for (const name of [
  "spark.hadoop.fs.s3a.secret.key",
  "spark.hadoop.fs.s3a.access.key",
  "spark.hadoop.fs.s3a.session.token",
  "spark.hadoop.fs.azure.account.key.store.example.test",
  "spark.authenticate.secret",
  "spark.ssl.keyStorePassword",
  "DB_PASSWORD",
  "API_KEY",
  "apikey",
  "AWS_ACCESS_KEY_ID",
  "GITHUB_TOKEN",
]) {
  test(`${name} is the name of a secret`, (t) => {
    t.true(isSecretName(name));
  });
}

for (const name of [
  "spark.hadoop.fs.s3a.aws.credentials.provider",
  "spark.io.encryption.keySizeBits",
  "spark.sql.shuffle.partitions",
  "spark.kubernetes.executor.secretKeyRef.DB_PASSWORD",
  "spark.kubernetes.executor.secrets.warehouse",
  "MONKEY",
  "KEYWORDS",
]) {
  test(`${name} is not the name of a secret`, (t) => {
    t.false(isSecretName(name));
  });
}

for (const value of [
  `AKIA${"A1B2".repeat(4)}`,
  `ghp_${"a".repeat(36)}`,
  "-----BEGIN RSA PRIVATE KEY-----\nabc",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
  "jdbc:postgresql://host/warehouse?user=me&password=hunter2",
  "postgres://me:hunter2@host/warehouse",
  "-Djavax.net.ssl.trustStorePassword=changeit",
  "--password=hunter2",
  "--db-password",
  "-token",
]) {
  test(`${JSON.stringify(value)} holds a secret`, (t) => {
    t.true(isSecretValue(value));
  });
}

for (const value of [
  "",
  "/opt/data/flights.parquet",
  "jdbc:postgresql://host:5432/warehouse",
  "--partition-key",
  "s3a://bucket/a:b@c",
  "tokens are counted",
]) {
  test(`${JSON.stringify(value)} holds no secret`, (t) => {
    t.false(isSecretValue(value));
  });
}
