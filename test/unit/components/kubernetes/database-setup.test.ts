import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { readFileSync } from "node:fs";

import { type Database, jdbcUrl } from "../../../../components/kubernetes/database.js";
import { DatabaseSetup, type DatabaseSetupArgs } from "../../../../components/kubernetes/database-setup.js";
import { connectionUrl } from "../../../../components/kubernetes/airflow-database.js";
import { OWN_NODES } from "../../../../components/placement.js";
import { record, type Registration } from "./recorder.js";

const args: DatabaseSetupArgs = {
  namespace: "databases",
  image: "localhost/postgres:1",
  server: {
    host: "db.example",
    port: 5432,
    adminUser: "administrator",
    adminPassword: "rotated every week",
    sslMode: "require",
  },
  databases: ["airflow", "warehouse"],
};

function deploy(changes: Partial<DatabaseSetupArgs> = {}): Promise<Registration[]> {
  return record((opts) => {
    new DatabaseSetup("databases", { ...args, ...changes }, opts);
  });
}

async function inputsOf<T>(kind: string, changes: Partial<DatabaseSetupArgs> = {}): Promise<T> {
  return (await deploy(changes)).find(({ type }) => type.endsWith(`/v1:${kind}`))?.inputs as T;
}

interface Job {
  readonly metadata: { readonly name: string; readonly annotations: object };
  readonly spec: {
    readonly backoffLimit: number;
    readonly template: { readonly metadata: object; readonly spec: { readonly containers: readonly object[] } };
  };
}

const jobName = async (changes: Partial<DatabaseSetupArgs> = {}) => (await inputsOf<Job>("Job", changes)).metadata.name;

const labels = { "app.kubernetes.io/name": "postgres", "app.kubernetes.io/part-of": "spark-platform" };

test.serial("passwords come first, then what the Job reads, then the Job", async (t) => {
  t.deepEqual(
    (await deploy()).map(({ type, name, dependsOn = [] }) => [type.split(":").at(-1), name, dependsOn]),
    [
      ["DatabaseSetup", "databases", []],
      ["GeneratedSecret", "databases-airflow-password", []],
      ["GeneratedSecret", "databases-warehouse-password", []],
      ["WorkloadAccount", "databases-account", []],
      ["ServiceAccount", "databases-account", []],
      ["ConfigMap", "databases-config", []],
      ["Secret", "databases-passwords", []],
      ["Job", "databases", ["databases-account", "databases-config", "databases-passwords"]],
    ],
  );
});

test.serial(
  "the administrator's password is in the Secret and nowhere else, beside those that were generated",
  async (t) => {
    t.deepEqual(await inputsOf("Secret"), {
      metadata: { name: "database-setup", namespace: "databases", labels },
      stringData: {
        secret: {
          airflow: "generated databases-airflow-password",
          warehouse: "generated databases-warehouse-password",
          "admin-password": "rotated every week",
        },
      },
    });
    const elsewhere = (await deploy()).filter(({ type }) => !type.endsWith(":Secret"));
    t.notRegex(JSON.stringify(elsewhere), /rotated every week/);
  },
);

test.serial(
  "the Job connects as the administrator, encrypted, with a password for each database as a file",
  async (t) => {
    const { metadata, spec } = await inputsOf<Job>("Job");
    t.deepEqual(metadata.annotations, { "pulumi.com/replaceUnready": "true" });
    t.is(spec.backoffLimit, 3);
    t.like(spec.template, {
      metadata: { labels },
      spec: {
        serviceAccountName: "postgres",
        automountServiceAccountToken: false,
        restartPolicy: "Never",
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      },
    });
    t.like(spec.template.spec, {
      volumes: [
        { name: "config", configMap: { name: "database-setup" } },
        {
          name: "passwords",
          secret: {
            secretName: "database-setup",
            items: [
              { key: "airflow", path: "airflow" },
              { key: "warehouse", path: "warehouse" },
            ],
          },
        },
      ],
    });
    t.like(spec.template.spec.containers[0], {
      command: ["sh", "/etc/database-setup/setup.sh"],
      env: [
        { name: "PGHOST", value: "db.example" },
        { name: "PGPORT", value: "5432" },
        { name: "PGUSER", value: "administrator" },
        { name: "PGPASSWORD", valueFrom: { secretKeyRef: { name: "database-setup", key: "admin-password" } } },
        { name: "PGSSLMODE", value: "require" },
        { name: "CONFIG", value: "/etc/database-setup" },
        { name: "PASSWORDS", value: "/etc/database-setup-passwords" },
      ],
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
      },
    });
  },
);

test.serial("other work is another Job, and a rotated password of the administrator is not", async (t) => {
  const { server } = args;
  const before = await jobName();
  t.regex(before, /^database-setup-[0-9a-f]{8}$/);
  t.is(await jobName({ server: { ...server, adminPassword: "another week's" } }), before);
  const others = [
    await jobName({ server: { ...server, host: "elsewhere.example" } }),
    await jobName({ server: { ...server, adminUser: "other" } }),
    await jobName({ databases: ["airflow"] }),
    await jobName({ image: "localhost/postgres:2" }),
    await jobName({ placement: OWN_NODES.platform }),
  ];
  t.is(new Set([before, ...others]).size, 6);
});

test.serial("what the Job runs is mounted as it stands in the repository", async (t) => {
  const files = ["setup.sh", "database.sql"].map((file) => [
    file,
    readFileSync(`components/kubernetes/database-setup/${file}`, "utf8"),
  ]);
  t.deepEqual((await inputsOf<{ data: unknown }>("ConfigMap")).data, Object.fromEntries(files));
});

test.serial("whoever connects does so encrypted, with the password that was generated", async (t) => {
  const databases: Database[] = [];
  await record((opts) => {
    databases.push(new DatabaseSetup("databases", args, opts).database("warehouse"));
  });
  const [warehouse] = databases;
  const { password, ...address } = warehouse ?? {};
  t.deepEqual<unknown, unknown>(address, {
    host: "db.example",
    port: 5432,
    name: "warehouse",
    user: "warehouse",
    sslMode: "require",
  });
  t.true(await pulumi.isSecret(pulumi.output(password)));
});

const settled = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

test.serial("both kinds of URLs say whether connections must be encrypted", async (t) => {
  const database = { host: "db.example", port: 5432, name: "airflow", user: "airflow", password: "p" };
  t.is(await settled(jdbcUrl(database)), "jdbc:postgresql://db.example:5432/airflow");
  t.is(await settled(connectionUrl(database)), "postgresql+psycopg2://airflow:p@db.example:5432/airflow");
  const encrypted = { ...database, sslMode: "require" } as const;
  t.is(await settled(jdbcUrl(encrypted)), "jdbc:postgresql://db.example:5432/airflow?sslmode=require");
  t.is(
    await settled(connectionUrl(encrypted)),
    "postgresql+psycopg2://airflow:p@db.example:5432/airflow?sslmode=require",
  );
});

test.serial("what cannot be a database is refused, all of it at once", (t) => {
  t.throws(() => new DatabaseSetup("databases", { ...args, databases: ["postgres", "a b"] }), {
    message:
      'databases: the databases cannot be set up:\n  databases[0] = "postgres": is a name that PostgreSQL keeps for itself; choose another name\n' +
      '  databases[1] = "a b": must be lower-case letters, digits and _, at most 63, starting with a letter; write warehouse, for example',
  });
  t.notThrows(() => new DatabaseSetup("databases", { ...args, databases: ["postgres_2"] }));
});

test.serial("a database that was not asked for is refused with those that were", (t) => {
  const setup = new DatabaseSetup("databases", args);
  t.throws(() => setup.database("reports"), {
    message: "database reports is not declared; use one of airflow, warehouse, or add it to databases",
  });
});
