import test from "ava";
import { isCredentialName, isSecretName, isSecretValue } from "../../../../components/spark/secrecy.js";

for (const name of [
  "spark.hadoop.fs.s3a.secret.key",
  "spark.hadoop.fs.s3a.access.key",
  "spark.hadoop.fs.s3a.session.token",
  "spark.hadoop.fs.azure.account.key.store.example.test",
  "spark.authenticate.secret",
  "spark.ssl.keyStorePassword",
  "spark.hadoop.fs.s3a.encryption.key",
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
]) {
  test(`${name} is not the name of a secret`, (t) => {
    t.false(isSecretName(name));
  });
}

for (const name of [
  "DB_PASSWORD",
  "PASSWORD_OF_DB",
  "dbPasswd",
  "PASSPHRASE",
  "SECRET",
  "clientSecret",
  "CLIENT_SECRET_2",
  "GITHUB_TOKEN",
  "AWS_ACCESS_KEY_ID",
  "API_KEY",
  "apikey",
  "PRIVATE_KEY",
  "CREDENTIALS",
  "DB_CREDENTIAL",
  "MYSQL_PASS",
  "DB_PWD",
  "FERNET_KEY",
]) {
  test(`the variable ${name} holds a secret`, (t) => {
    t.true(isCredentialName(name));
  });
}

for (const name of [
  "PARTITION_KEY",
  "KEY",
  "MONKEY",
  "KEYWORDS",
  "MAX_TOKENS",
  "TOKENIZER",
  "SECRETARY",
  "COMPASS",
  "PWD",
]) {
  test(`the variable ${name} holds no secret`, (t) => {
    t.false(isCredentialName(name));
  });
}

for (const value of [
  `AKIA${"A1B2".repeat(4)}`,
  `ghp_${"a".repeat(36)}`,
  "-----BEGIN RSA PRIVATE KEY-----\nabc",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
  "jdbc:postgresql://host/warehouse?user=me&password=hunter2",
  "postgres://me:hunter2@host/warehouse",
  "redis://:hunter2@host/0",
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
  "http://host:80/?mail=me@host",
  "tokens are counted",
]) {
  test(`${JSON.stringify(value)} holds no secret`, (t) => {
    t.false(isSecretValue(value));
  });
}
