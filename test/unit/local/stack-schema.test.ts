import { readdirSync, readFileSync } from "node:fs";

import { Ajv } from "ajv";
import test from "ava";
import { parse } from "yaml";

import { SCHEMA_FILE, schemaText } from "../../../local/commands/schema.js";

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly oneOf?: readonly Described[];
  readonly items?: Described;
  readonly additionalProperties?: Described | boolean;
}

const schema = JSON.parse(schemaText()) as Described;
const validate = new Ajv({ allErrors: true }).compile(schema);
const stacks = readdirSync("stacks").filter((file) => file.startsWith("Pulumi."));

/** What is wrong with a stack file, and where. */
function complaints(text: string): string[] {
  validate(parse(text));
  return (validate.errors ?? []).map(({ instancePath, message = "" }) => `${instancePath}: ${message}`);
}

const dev = readFileSync("stacks/Pulumi.dev.yaml", "utf8");

/** Stack dev with one text in place of another. */
function changed(text: string, replacement: string): string {
  if (!dev.includes(text)) throw new Error(`stack dev has no ${text}`);
  return dev.replace(text, replacement);
}

test(`${SCHEMA_FILE} is what npm run schema writes`, (t) => {
  t.is(readFileSync(SCHEMA_FILE, "utf8"), schemaText());
});

for (const file of stacks) {
  test(`stacks/${file} names the schema in its first line, and is right by it`, (t) => {
    const text = readFileSync(`stacks/${file}`, "utf8");
    t.true(text.startsWith("# yaml-language-server: $schema=schema.json\n"));
    t.deepEqual(complaints(text), []);
  });
}

test("every key of the settings has a description", (t) => {
  const undescribed = (
    at: string,
    { properties = {}, oneOf = [], items, additionalProperties: entry }: Described,
  ): string[] => [
    ...Object.entries(properties).flatMap(([key, child]) => [
      ...((child.description ?? "").length < 10 ? [`${at}.${key}`] : []),
      ...undescribed(`${at}.${key}`, child),
    ]),
    ...oneOf.flatMap((kind) => undescribed(at, kind)),
    ...(items ? undescribed(`${at}[]`, items) : []),
    ...(typeof entry === "object" ? undescribed(`${at}.<name>`, entry) : []),
  ];
  t.deepEqual(undescribed("", schema), []);
});

test("a key that is no setting is wrong", (t) => {
  const pools = changed("nat: one", "nat: one\n      nats: one");
  t.true(complaints(pools).includes("/config/spark-platform:cluster/network: must NOT have additional properties"));
  const job = changed("warehouse: true", "warehouses: true");
  t.deepEqual(complaints(job), ["/config/spark-platform:jobs/flights: must NOT have additional properties"]);
  t.deepEqual(complaints(changed("spark-platform:jobs:", "spark-platform:job:")), [
    "/config: must NOT have additional properties",
  ]);
});

test("a value of another type is wrong", (t) => {
  t.deepEqual(complaints(changed('cpu: "4"', "cpu: 4")), ["/config/spark-platform:airflow/quota/cpu: must be string"]);
  t.deepEqual(complaints(changed("parallelism: 4", "parallelism: 99")), [
    "/config/spark-platform:airflow/parallelism: must be <= 64",
  ]);
});

test("a word that is none of the known ones is wrong", (t) => {
  t.true(
    complaints(changed("nat: one", "nat: two")).includes(
      "/config/spark-platform:cluster/network/nat: must be equal to one of the allowed values",
    ),
  );
});

test("a section that is required may not be missing", (t) => {
  t.deepEqual(complaints("config: {}"), [
    ...["cluster", "images", "postgres", "airflow"].map(
      (key) => `/config: must have required property 'spark-platform:${key}'`,
    ),
  ]);
});

test("a stack file may have what Pulumi writes into it, and secrets of others than the platform", (t) => {
  const others = `secretsprovider: awskms:///alias/x\nencryptedkey: AQ==\n${dev}  aws:secretKey:\n    secure: AAAB\n`;
  t.deepEqual(complaints(others), []);
});

test("a setting of the platform that is kept secret is wrong, as the program says too", (t) => {
  t.deepEqual(complaints(changed("parallelism: 4", "parallelism:\n      secure: AAAB")), [
    "/config/spark-platform:airflow/parallelism: must be integer",
  ]);
});
