import test from "ava";

import { leaksInCommand, leaksInFile, leaksInValue } from "../../../policies/model/secrets.js";
import { UNKNOWN, type Value } from "../../../policies/model/values.js";

const SECRET = "hunter2";
const KEY_ID = `AKIA${"A1B2".repeat(4)}`;
const what = (leaks: readonly { readonly what: string }[]): readonly string[] => [
  ...new Set(leaks.map((it) => it.what)),
];
const LITERAL = ["a literal secret"];
const literal = (...names: string[]): string[] => names.map((name) => `a literal for "${name}"`);

for (const name of [
  "DB_PASSWORD",
  "PASSWORD",
  "MYSQL_PASS",
  "DB_PWD",
  "dbPasswd",
  "CLIENT_SECRET",
  "clientSecret",
  "GITHUB_TOKEN",
  "AWS_ACCESS_KEY_ID",
  "SECRET_KEY",
  "PRIVATE_KEY",
  "api-key",
  "AIRFLOW__CORE__FERNET_KEY",
  "AIRFLOW__API_AUTH__JWT_SECRET",
  "DB_CREDENTIAL",
  "spark.hadoop.fs.s3a.secret.key",
  "spark.hadoop.fs.s3a.access.key",
  "spark.hadoop.fs.s3a.session.token",
  "spark.hadoop.fs.azure.account.key.store.example.test",
  "spark.authenticate.secret",
  "spark.ssl.keyStorePassword",
  "spark.executorEnv.DB_PASSWORD",
]) {
  test(`${name} with a value is a secret`, (t) => {
    t.deepEqual(what(leaksInValue(name, SECRET)), LITERAL);
  });
  test(`${name} that is not known yet may be one`, (t) => {
    t.deepEqual(leaksInValue(name, UNKNOWN), [{ what: "a literal secret", certain: false }]);
  });
}

for (const name of [
  "PARTITION_KEY",
  "MAX_TOKENS",
  "TOKENIZER",
  "SECRETARY",
  "COMPASS",
  "PWD",
  "DB_PASSWORD_FILE",
  "TOKEN_PATH",
  "DB_SECRET_NAME",
  "secretName",
  "PASSWORD_KEY",
  "tokenKey",
  "TOKEN_TTL_SECONDS",
  "TOKEN_URL",
  "tokenEndpoint",
  "password_encryption",
  "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE",
  "AIRFLOW__CORE__FERNET_KEY_CMD",
  "AIRFLOW__CORE__FERNET_KEY_SECRET",
  "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_SECRET",
  "AIRFLOW__SECRETS__BACKEND",
  "spark.kubernetes.driver.secretKeyRef.DB_PASSWORD",
  "spark.kubernetes.executor.secretKeyRef.DB_PASSWORD",
  "spark.kubernetes.executor.secrets.db-password",
  "spark.kubernetes.kerberos.tokenSecret.itemKey",
  "spark.hadoop.fs.s3a.aws.credentials.provider",
  "spark.io.encryption.keySizeBits",
]) {
  test(`${name} is not the name of a secret`, (t) => {
    t.deepEqual(leaksInValue(name, SECRET), []);
    t.deepEqual(leaksInValue(name, UNKNOWN), []);
  });
}

for (const value of [
  "",
  " ",
  '""',
  "true",
  "No",
  "null",
  "****",
  "$(DB_PASSWORD)",
  "${DB_PASSWORD}",
  "${DB_PASSWORD:-}",
  "${file:/run/secrets/db:password}",
  "$DB_PASSWORD",
  "$(cat /run/secrets/db)",
  "$(cat $(find /run -name db))",
  "{{ conn.warehouse.password }}",
  "`cat /run/secrets/db`",
  "<your password>",
  "/run/secrets/token",
]) {
  test(`${JSON.stringify(value)} under a secret's name is no secret`, (t) => {
    t.deepEqual(leaksInValue("DB_PASSWORD", value), []);
  });
}
test("the default of a reference is a literal", (t) => {
  t.deepEqual(what(leaksInValue("DB_PASSWORD", "${DB_PASSWORD:-hunter2}")), LITERAL);
});
test("what is in base64 is no path", (t) => {
  t.deepEqual(what(leaksInValue("DB_PASSWORD", "/wJalrXUtnFEMI/K7MDENG")), LITERAL);
});
test("a number is a secret only under a name that is the secret's own", (t) => {
  t.deepEqual(what(leaksInValue("DB_PASSWORD", "123456")), LITERAL);
  t.deepEqual(leaksInValue("TOKEN_ROTATION", "30"), []);
  t.deepEqual(leaksInValue("TOKEN_ROTATION", "1.5h"), []);
  t.deepEqual(what(leaksInValue("TOKEN_ROTATION", "30 moons")), LITERAL);
});
test("only text can be a secret", (t) => {
  t.deepEqual(leaksInValue("DB_PASSWORD", undefined), []);
  t.deepEqual(leaksInValue("DB_PASSWORD", 5), []);
});

for (const [form, value] of [
  ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nabc"],
  ["an AWS access key", KEY_ID],
  ["an AWS access key", KEY_ID.replace("AKIA", "ASIA")],
  ["a GitHub token", `ghp_${"a".repeat(36)}`],
  ["a JSON Web Token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"],
  ["a password in a URL", `postgresql://me:${SECRET}@host/warehouse`],
  ["a password in a URL", `redis://:${SECRET}@host:6379/0`],
] as const) {
  test(`${form} gives itself away: ${value.slice(0, 12)}`, (t) => {
    t.deepEqual(leaksInValue("SETTING", value), [{ what: form, certain: true }]);
    t.deepEqual(what(leaksInCommand(["--setting", value])), [form]);
    t.deepEqual(what(leaksInFile("notes.md", `See ${value} there`)), [form]);
  });
}
for (const value of [
  "postgresql://me@host:5432/warehouse",
  "postgresql://$(DB_USER):$(DB_PASSWORD)@host/warehouse",
  "postgresql://airflow:${DB_PASSWORD}@host/warehouse",
  "postgresql://%s:%s@host/warehouse",
  "postgresql://{user}:{password}@host/warehouse",
  "postgresql://<user>:<password>@host/warehouse",
  "http://host:8080/a?b=c@d",
  "http://host:80?mail=me@host",
  '{"url":"http://host:80","mail":"me@host"}',
  "s3a://bucket/a:b@c",
]) {
  test(`${value} holds no password`, (t) => {
    t.deepEqual(leaksInValue("URL", value), []);
  });
}

for (const [value, ...names] of [
  ["-Djavax.net.ssl.keyStorePassword=changeit -Xmx1g", "javax.net.ssl.keyStorePassword"],
  ["jdbc:postgresql://host/db?user=me&password=hunter2", "password"],
  ['{"conn_type": "postgres", "password": "hunter2"}', "password"],
  ["--conf spark.authenticate.secret=hunter2", "spark.authenticate.secret"],
  ["user=me,token='hunter2'", "token"],
] as const) {
  test(`a variable may hold settings: ${value}`, (t) => {
    t.deepEqual(what(leaksInValue("OPTIONS", value)), literal(...names));
  });
}
test("settings with references are none", (t) => {
  t.deepEqual(leaksInValue("OPTIONS", "-Dpassword=$(PASSWORD) --token=${TOKEN} {secret_key} password=&x=y"), []);
});

const command = (...line: readonly Value[]): readonly string[] => what(leaksInCommand(line));
test("options of a command are judged with what follows them", (t) => {
  t.deepEqual(command("--password=hunter2"), literal("password"));
  t.deepEqual(command("psql", "--db-password", "hunter2", "db"), literal("db-password"));
  t.deepEqual(command("-token", "hunter2"), literal("token"));
  t.deepEqual(command("--conf", "spark.ssl.keyPassword=hunter2"), literal("spark.ssl.keyPassword"));
  t.deepEqual(command("--DB_PASSWORD=hunter2"), literal("DB_PASSWORD"));
});
test("scripts in a command are read as a shell does", (t) => {
  t.deepEqual(command("sh", "-c", "psql --password hunter2 && rm x"), literal("password"));
  t.deepEqual(command("sh", "-c", "export TOKEN='hunter2'; run"), literal("TOKEN"));
  t.deepEqual(command("sh", "-c", 'psql --password "$PASSWORD" db'), []);
  t.deepEqual(command("sh", "-c", "psql --password $(cat /run/secrets/db) db"), []);
  t.deepEqual(command("sh", "-c", "psql --password `cat /run/secrets/db` db"), []);
  t.deepEqual(command("sh", "-c", "psql --password {{ conn.db.password }} db"), []);
  t.deepEqual(command("sh", "-c", "PASSWORD=$(cat /run/secrets/db) psql"), []);
});
test("options without a secret are none", (t) => {
  t.deepEqual(command("--password", "$(PASSWORD)"), []);
  t.deepEqual(command("--password", "--host", "db"), []);
  t.deepEqual(command("--password"), []);
  t.deepEqual(command("--password-file", "db"), []);
  t.deepEqual(command("--no-password", "db"), []);
  t.deepEqual(command("password", "db"), []);
  t.deepEqual(command("--secret", "warehouse"), []);
  t.deepEqual(command("--set=password_file=x"), []);
  t.deepEqual(command("--password", 5), []);
});
test("what follows a secret's option may be unknown", (t) => {
  t.deepEqual(leaksInCommand(["--password", UNKNOWN]), [{ what: 'a literal for "password"', certain: false }]);
  t.deepEqual(leaksInCommand(["--host", UNKNOWN, UNKNOWN]), []);
});
