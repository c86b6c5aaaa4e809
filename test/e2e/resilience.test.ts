/** What happens when something goes wrong below the platform. */
import test from "ava";

import { imageReferences } from "../../local/images.js";
import { airflowAddress } from "../runner/airflow.js";
import { eventually, testKubectl } from "../runner/kubectl.js";
import { product, TEST_PLATFORM } from "../runner/platform.js";
import { warehouse } from "../runner/warehouse.js";

/** Airflow's deployed pod template and pod: the same two afterwards mean that nothing was rolled. */
async function airflowPod(): Promise<string> {
  const kubectl = await testKubectl();
  const selector = ["-n", "airflow", "-l", "app.kubernetes.io/name=airflow", "--field-selector=status.phase=Running"];
  return kubectl.text(["get", "pods", ...selector, "-o", "jsonpath={.items[*].metadata.uid}"]);
}

test("a failed migration leaves the old Airflow serving, and the next up goes on from there", async (t) => {
  const before = await airflowPod();
  // An image that is on the node and has no Airflow in it.
  const setting = `spark-platform:images.airflow=${imageReferences().spark}`;
  const options = ["--yes", "--skip-preview", "--non-interactive", "--config-path", "--config", setting];
  const failed = await product("pulumi", "--name", TEST_PLATFORM, "up", ...options);
  t.not(failed.exitCode, 0);
  t.regex(failed.output, /airflow-migration|airflow-migrate/);
  t.is(await airflowPod(), before);
  t.is((await fetch(`${airflowAddress()}/api/v2/version`)).status, 200);

  const mended = await product("up", "--name", TEST_PLATFORM);
  t.is(mended.exitCode, 0, mended.output);
  t.is(await airflowPod(), before);
});

test("the warehouse's data survives the end of the database's pod", async (t) => {
  const kubectl = await testKubectl();
  await warehouse(
    "create table if not exists survives (value int); truncate survives; insert into survives values (42)",
  );
  await kubectl.text(["delete", "pod", "-n", "postgres", "postgres-0"]);
  await kubectl.text(["rollout", "status", "statefulset/postgres", "-n", "postgres", "--timeout=120s"]);
  const value = await eventually("the database's answer", 60, async () =>
    warehouse("select value from survives").catch(() => undefined),
  );
  t.is(value, "42");
  await warehouse("drop table survives");
});
