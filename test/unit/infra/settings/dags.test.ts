import test from "ava";

import { refusesOnEks } from "../example-settings.js";

const git = { kind: "git", repository: "https://git.example.com/dags.git", cidrs: ["203.0.113.0/24"] };

test(
  "a repository of DAGs by SSH",
  refusesOnEks,
  { "airflow.dags": { ...git, repository: "git@git.example.com:dags.git" } },
  [
    'airflow.dags.repository = "git@git.example.com:dags.git": must be the HTTPS address of a git repository without credentials; write for example https://git.example.com/data/dags.git',
  ],
  { "airflow.dags": git },
);

test(
  "a repository of DAGs with a password, which is not shown",
  refusesOnEks,
  { "airflow.dags": { ...git, repository: "https://me:hunter2@git.example.com/dags.git" } },
  [
    'airflow.dags.repository = "(hidden)": must be the HTTPS address of a git repository without credentials; write for example https://git.example.com/data/dags.git',
  ],
  {
    "airflow.dags": { ...git, connection: { secret: "dags-git", key: "connection" } },
  },
);

test(
  "a repository of DAGs behind no addresses",
  refusesOnEks,
  { "airflow.dags": { ...git, cidrs: [] } },
  ["airflow.dags.cidrs = []: must name at least one block; list where the git host answers"],
  {
    "airflow.dags": git,
  },
);
