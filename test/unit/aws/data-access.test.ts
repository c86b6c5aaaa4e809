import test from "ava";

import { dagStatements, dataStatements, logStatements } from "../../../components/aws/data-access.js";
import type { DataAccess } from "../../../components/data.js";

const PLACE = { partition: "aws", region: "eu-central-1", accountId: "111122223333" };
const NOTHING: DataAccess = { read: [], write: [], glue: [] };

test("a job that reads may list and get what is below the prefix, and the key of the prefix itself", (t) => {
  const read = [{ bucket: "lake", prefix: "raw/orders" }];
  t.deepEqual(dataStatements({ ...NOTHING, read }, PLACE), [
    {
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: ["arn:aws:s3:::lake"],
      Condition: { StringLike: { "s3:prefix": ["raw/orders", "raw/orders/*"] } },
    },
    {
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::lake/raw/orders", "arn:aws:s3:::lake/raw/orders/*"],
    },
  ]);
});

test("a job that writes may also put and delete, and only below the prefix", (t) => {
  const write = [{ bucket: "lake", prefix: "orders" }];
  t.deepEqual(dataStatements({ ...NOTHING, write }, PLACE), [
    ...dataStatements({ ...NOTHING, read: write }, PLACE),
    {
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:DeleteObject"],
      Resource: ["arn:aws:s3:::lake/orders/*"],
    },
  ]);
});

test("one bucket is listed by all its prefixes, another by its own", (t) => {
  const access = {
    read: [
      { bucket: "lake", prefix: "raw" },
      { bucket: "shared", prefix: "calendar" },
    ],
    write: [{ bucket: "lake", prefix: "daily" }],
    glue: [],
  };
  t.deepEqual(
    dataStatements(access, PLACE)
      .filter(({ Action }) => Action.includes("s3:ListBucket"))
      .map(({ Resource, Condition }) => [Resource, Condition]),
    [
      [["arn:aws:s3:::lake"], { StringLike: { "s3:prefix": ["raw", "raw/*", "daily", "daily/*"] } }],
      [["arn:aws:s3:::shared"], { StringLike: { "s3:prefix": ["calendar", "calendar/*"] } }],
    ],
  );
});

test("what is both read and written is named once", (t) => {
  const part = { bucket: "lake", prefix: "daily" };
  const access = { ...NOTHING, read: [part], write: [part] };
  t.deepEqual(dataStatements(access, PLACE), dataStatements({ ...NOTHING, write: [part] }, PLACE));
});

test("a Glue database may be read with its tables, and nothing else of the catalog", (t) => {
  t.deepEqual(dataStatements({ ...NOTHING, glue: ["sales", "stock"] }, PLACE), [
    {
      Effect: "Allow",
      Action: [
        "glue:BatchGetPartition",
        "glue:GetDatabase",
        "glue:GetPartition",
        "glue:GetPartitions",
        "glue:GetTable",
        "glue:GetTables",
      ],
      Resource: [
        "arn:aws:glue:eu-central-1:111122223333:catalog",
        "arn:aws:glue:eu-central-1:111122223333:database/sales",
        "arn:aws:glue:eu-central-1:111122223333:table/sales/*",
        "arn:aws:glue:eu-central-1:111122223333:database/stock",
        "arn:aws:glue:eu-central-1:111122223333:table/stock/*",
      ],
    },
  ]);
});

test("a job that names no data may do nothing", (t) => {
  t.deepEqual(dataStatements(NOTHING, PLACE), []);
});

for (const partition of ["aws", "aws-cn", "aws-us-gov"]) {
  test(`every ARN is one of the partition ${partition}`, (t) => {
    const part = { bucket: "lake", prefix: "daily" };
    const place = { ...PLACE, partition };
    const statements = [
      ...dataStatements({ read: [part], write: [part], glue: ["sales"] }, place),
      ...logStatements("logs", place),
      ...dagStatements(part, place),
    ];
    const resources = statements.flatMap(({ Resource }) => Resource);
    t.is(resources.length, 11);
    t.deepEqual(
      resources.filter((arn) => !arn.startsWith(`arn:${partition}:`)),
      [],
    );
  });
}

test("slashes at the ends of a prefix change nothing", (t) => {
  const granted = (prefix: string) => dataStatements({ ...NOTHING, write: [{ bucket: "lake", prefix }] }, PLACE);
  t.deepEqual(granted("/daily/orders/"), granted("daily/orders"));
  t.notDeepEqual(granted("daily"), granted("daily/orders"));
});

test("characters that IAM reads as patterns or variables stand for themselves", (t) => {
  const read = [{ bucket: "lake", prefix: "v?/*/${aws:username}" }];
  const [, objects] = dataStatements({ ...NOTHING, read }, PLACE);
  t.deepEqual(objects?.Resource, [
    "arn:aws:s3:::lake/v${?}/${*}/${$}{aws:username}",
    "arn:aws:s3:::lake/v${?}/${*}/${$}{aws:username}/*",
  ]);
});

test("Airflow writes and reads its logs, and deletes none", (t) => {
  t.deepEqual(logStatements("logs", PLACE), [
    {
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: ["arn:aws:s3:::logs"],
      Condition: { StringLike: { "s3:prefix": ["airflow", "airflow/*"] } },
    },
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
      Resource: ["arn:aws:s3:::logs/airflow/*"],
    },
  ]);
});

test("Airflow reads DAGs below their prefix, and may ask whether the bucket is there", (t) => {
  t.deepEqual(dagStatements({ bucket: "code", prefix: "dags/" }, PLACE), [
    { Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::code"] },
    { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::code/dags/*"] },
  ]);
});
