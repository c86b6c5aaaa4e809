/** Cases that the specification does not list: its model decides them too. */
import test from "ava";

import { hasNeighbour, holds, titleOf } from "./row.js";
import { NAMESPACES_BEYOND } from "./tables/namespaces-beyond.js";
import { SPARK_BEYOND } from "./tables/spark-beyond.js";
import { VOLUMES_BEYOND } from "./tables/volumes-beyond.js";
import { WORKLOADS_BEYOND } from "./tables/workloads-beyond.js";

const ROWS = [...WORKLOADS_BEYOND, ...VOLUMES_BEYOND, ...SPARK_BEYOND, ...NAMESPACES_BEYOND];

for (const row of ROWS) test(titleOf(row), holds, row);

test("every refused row has a neighbour that passes", (t) => {
  t.deepEqual(
    ROWS.filter((row) => !hasNeighbour(row)).map(({ id }) => id),
    [],
  );
});
