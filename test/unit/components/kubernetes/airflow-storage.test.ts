import test from "ava";

import type { AirflowArgs } from "../../../../components/kubernetes/airflow.js";
import type { DagSource } from "../../../../components/kubernetes/airflow-storage.js";
import { inputsOf } from "./airflow-example.js";

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}

interface Workload {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly initContainers: { readonly env: readonly Variable[] }[];
        readonly containers: { readonly name: string; readonly env: readonly Variable[] }[];
      };
    };
  };
}

const pod = async (changes: Partial<AirflowArgs>) =>
  (await inputsOf<Workload>("Deployment", changes)).spec.template.spec;

/** What the variables of Airflow's four processes are beyond those of an Airflow without these settings; the same for all. */
async function added(changes: Partial<AirflowArgs>): Promise<Variable[]> {
  const plain = (await pod({})).containers[0]?.env.map(({ name }) => name) ?? [];
  const sets = (await pod(changes)).containers.map(({ env }) => env.filter(({ name }) => !plain.includes(name)));
  return sets.every((set) => JSON.stringify(set) === JSON.stringify(sets[0])) ? [...(sets[0] ?? [])] : [];
}

const region = "eu-central-1";
const aws = [
  { name: "AWS_DEFAULT_REGION", value: region },
  { name: "AIRFLOW_CONN_AWS_DEFAULT", value: "aws://" },
];

function bundle(classpath: string, kwargs: object): Variable[] {
  const value = JSON.stringify([{ name: "dags", classpath, kwargs: { ...kwargs, refresh_interval: 60 } }]);
  return [
    { name: "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST", value },
    { name: "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH", value: "/opt/airflow/bundles" },
  ];
}

test.serial("logs in the pod and DAGs from files are what Airflow does by itself", async (t) => {
  t.deepEqual(await pod({ logs: { kind: "pod" }, dagSource: { kind: "files" } }), await pod({}));
});

test.serial("logs go to a bucket with the account's own credentials, and files still being written stay", async (t) => {
  t.deepEqual(await added({ logs: { kind: "s3", bucket: "acme-logs", prefix: "airflow", region } }), [
    ...aws,
    { name: "AIRFLOW__LOGGING__REMOTE_LOGGING", value: "True" },
    { name: "AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER", value: "s3://acme-logs/airflow" },
  ]);
});

test.serial("DAGs come from a bucket", async (t) => {
  t.deepEqual(await added({ dagSource: { kind: "s3", bucket: "acme-dags", prefix: "production", region } }), [
    ...aws,
    ...bundle("airflow.providers.amazon.aws.bundles.s3.S3DagBundle", {
      bucket_name: "acme-dags",
      prefix: "production/",
    }),
  ]);
});

const open = { kind: "git", repository: "https://git.example/team/dags.git", ref: "main", path: "." } as const;
const git: DagSource = { ...open, path: "airflow/dags", connection: { secret: "git", key: "connection" } };

test.serial("DAGs come from a folder of a private repository", async (t) => {
  t.deepEqual(await added({ dagSource: git }), [
    ...bundle("airflow.providers.git.bundles.git.GitDagBundle", {
      repo_url: "https://git.example/team/dags.git",
      tracking_ref: "main",
      subdir: "airflow/dags",
      git_conn_id: "dags",
    }),
    { name: "AIRFLOW_CONN_DAGS", valueFrom: { secretKeyRef: { name: "git", key: "connection" } } },
  ]);
});

test.serial("DAGs come from the top of a public repository", async (t) => {
  t.deepEqual(
    await added({ dagSource: open }),
    bundle("airflow.providers.git.bundles.git.GitDagBundle", {
      repo_url: "https://git.example/team/dags.git",
      tracking_ref: "main",
    }),
  );
});

test.serial("logs and DAGs in one region name it once", async (t) => {
  const variables = await added({
    logs: { kind: "s3", bucket: "acme-logs", prefix: "airflow", region },
    dagSource: { kind: "s3", bucket: "acme-dags", prefix: "production", region },
  });
  const names = variables.map(({ name }) => name);
  t.is(names.length, 6);
  t.is(new Set(names).size, names.length);
});

test.serial("neither is of any concern to the migration, which does not run again for them", async (t) => {
  const changes: Partial<AirflowArgs> = {
    logs: { kind: "s3", bucket: "acme-logs", prefix: "airflow", region },
    dagSource: git,
  };
  t.deepEqual(await inputsOf("Job", changes), await inputsOf("Job"));
});
