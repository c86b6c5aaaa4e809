/** The numbered cases of the specification: volumes on EBS, and namespaces. */
import test from "ava";

import { hasNeighbour, holds, titleOf } from "./row.js";
import { SPECIFIED } from "./specified.js";
import { AIRFLOW_HELM } from "./tables/airflow-helm.js";
import { CLAIMS } from "./tables/claims.js";
import { DEPLOYMENTS } from "./tables/deployments.js";
import { NAMESPACE_REFERENCES } from "./tables/namespace-references.js";
import { NAMESPACES } from "./tables/namespaces.js";
import { OTHER_WORKLOADS } from "./tables/other-workloads.js";
import { RAW_VOLUMES } from "./tables/raw-volumes.js";
import { SEVERAL_WORKLOADS } from "./tables/several-workloads.js";
import { SPARK } from "./tables/spark.js";

const ROWS = [
  ...CLAIMS,
  ...RAW_VOLUMES,
  ...DEPLOYMENTS,
  ...OTHER_WORKLOADS,
  ...SEVERAL_WORKLOADS,
  ...SPARK,
  ...AIRFLOW_HELM,
  ...NAMESPACES,
  ...NAMESPACE_REFERENCES,
];

for (const row of ROWS) test(titleOf(row), holds, row);

test("every case of the specification is in a table, and no other", (t) => {
  t.deepEqual([...new Set(ROWS.map(({ id }) => id))].sort(), [...SPECIFIED].sort());
});

test("every refused row has a neighbour that passes", (t) => {
  t.deepEqual(
    ROWS.filter((row) => !hasNeighbour(row)).map(({ id }) => id),
    [],
  );
});
