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
