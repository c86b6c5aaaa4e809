/** SQL on the warehouse, from inside the database's pod. */
import { testKubectl } from "./kubectl.js";

/** Answers with the rows, one a line, fields separated by `|`. */
export async function warehouse(sql: string): Promise<string> {
  const kubectl = await testKubectl();
  const psql = [
    "psql",
    "--quiet",
    "--tuples-only",
    "--no-align",
    "--set=ON_ERROR_STOP=1",
    "--username=postgres",
    "--dbname=warehouse",
  ];
  const answer = await kubectl.text(
    ["exec", "-i", "-n", "postgres", "postgres-0", "-c", "postgres", "--", ...psql],
    sql,
  );
  return answer.trim();
}

/** Does `work` while nobody can make a table in the warehouse: each run of `flights` waits before its staging table, with its driver and executors. */
export async function whileFlightsWaits(work: () => Promise<void>): Promise<void> {
  // Each database has its own catalog, so Airflow's goes on.
  const holder = warehouse("begin; lock table pg_class in share mode; select pg_sleep(900)").catch(() => undefined);
  try {
    await work();
  } finally {
    await warehouse("select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep%'");
    await holder;
  }
}
