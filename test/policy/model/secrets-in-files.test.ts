import test from "ava";

import { leaksInFile } from "../../../policies/model/secrets.js";

const what = (leaks: readonly { readonly what: string }[]): readonly string[] => [
  ...new Set(leaks.map((it) => it.what)),
];
const LITERAL = ["a literal secret"];
const literal = (...names: string[]): string[] => names.map((name) => `a literal for "${name}"`);

for (const [file, text, ...found] of [
  ["app.properties", "db.user=me\ndb.password=hunter2\n", ...literal("db.password")],
  ["app.properties", "db.password = hunter2", ...literal("db.password")],
  ["spark-defaults.conf", "spark.ssl.keyPassword   hunter2", ...literal("spark.ssl.keyPassword")],
  [
    "core-site.xml",
    "<property><name>fs.s3a.secret.key</name>\n<value>hunter2</value>",
    ...literal("fs.s3a.secret.key"),
  ],
  ["run.sh", "export DB_PASSWORD=hunter2\n", ...literal("DB_PASSWORD")],
  ["values.yaml", "db:\n  password: hunter2\n", ...literal("password")],
  ["values.yaml", "users:\n- token: 'hunter2'\n", ...literal("token")],
  ["values.json", '{\n  "password": "hunter2"\n}', ...literal("password")],
  ["values.json", '{"clientSecret":"hunter2","x":1}', ...literal("clientSecret")],
  ["airflow.cfg", "[smtp]\nsmtp_password = hunter2\n", ...literal("smtp_password")],
  ["dag.py", 'PASSWORD = "hunter2"\n', ...literal("PASSWORD")],
  ["dag.py", "connect(user='me', password='hunter2')\n", ...literal("password")],
  ["dag.py", 'env_vars={"DB_PASSWORD": "hunter2"}\n', ...literal("DB_PASSWORD")],
  ["app.properties", "# the old one was password=hunter2", ...literal("password")],
  ["DB_PASSWORD", "hunter2\n", ...LITERAL],
  ["db.password", "hunter2", ...LITERAL],
  ["values.yaml", 'secret: "3f9a8b7c"', ...literal("secret")],
] as const) {
  test(`a secret in ${file} is found: ${text.trim()}`, (t) => {
    t.deepEqual(what(leaksInFile(file, text)), found);
  });
}
for (const [file, text] of [
  ["app.properties", "db.password=\ndb.password_file=/run/db\n# db.password: ask the team"],
  ["app.properties", "password=${env:DB_PASSWORD}"],
  ["spark-defaults.conf", "spark.kubernetes.executor.secretKeyRef.DB_PASSWORD db:password"],
  ["core-site.xml", "<name>fs.s3a.secret.key</name><value></value>"],
  ["core-site.xml", "<name>fs.s3a.secret.key</name><value>${env.KEY}</value>"],
  ["run.sh", 'PASSWORD="$(cat "$1")"\nfor password_file in "$PASSWORDS"/*; do echo; done\nTOKEN=$TOKEN\n'],
  [
    "values.yaml",
    "password: # from Vault\nsecret: warehouse\nexistingSecret: warehouse-1\npassword:\n  secretKeyRef: {name: db, key: password}",
  ],
  ["values.yaml", "token: null\npassword: *password\nsecret: !vault x\ntoken: |\napiKey: {name: x}"],
  ["values.yaml", "automountServiceAccountToken: false\nimagePullSecrets: []\n"],
  [
    "dag.py",
    'password = os.environ["DB_PASSWORD"]\ntoken = Variable.get("token")\ndef connect(password: str, token=None): ...\n',
  ],
  [
    "dag.py",
    'Secret("env", "DB_PASSWORD", secret="warehouse", key="password")\nif password == "": raise ValueError(password)\n',
  ],
  ["dag.py", "connect(password=password, token=token)\n# password: the one of the warehouse\n"],
  ["dag.py", "f'postgresql://{user}:{password}@{host}'\n\"{{ conn.db.password }}\"\n"],
  ["database.sql", "ALTER ROLE :\"database\" LOGIN PASSWORD :'password';"],
  ["notes.md", "Token: ask the team. password=hunter2 is what one must not write."],
  ["DB_PASSWORD", "two lines\nof something"],
  ["passwords", "hunter2"],
] as const) {
  test(`there is no secret in ${file}: ${text.trim()}`, (t) => {
    t.deepEqual(leaksInFile(file, text), []);
  });
}
test("a large file without secrets is read in no time", (t) => {
  const started = performance.now();
  t.deepEqual(leaksInFile("data.b64", "QUJD".repeat(250_000)), []);
  t.deepEqual(leaksInFile("data.txt", "a-b.c ".repeat(150_000)), []);
  t.true(performance.now() - started < 2_000);
});
