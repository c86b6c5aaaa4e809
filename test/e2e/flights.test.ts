/** The figures of `flights`: against a computation without Spark, and a backfill month by month against one full run. */
import { execa } from "execa";
import test from "ava";

import { REPOSITORY } from "../../local/paths.js";
import { product, TEST_PLATFORM } from "../runner/platform.js";
import { ensureVenv } from "../runner/venv.js";
import { warehouse } from "../runner/warehouse.js";

const COLUMNS = "month, origin, city, state, flights, delayed_share, mean_delay, median_delay, p90_delay";
const TABLE = `copy (select ${COLUMNS} from flight_delays order by month, origin) to stdout with (format csv, header)`;

const FIRST_DAYS = ["2001-01-01", "2001-02-01", "2001-03-01", "2001-04-01", "2001-05-01", "2001-06-01", "2001-07-01"];

async function run(from: string, to: string): Promise<void> {
  const { exitCode, output } = await product("job", "flights", "--name", TEST_PLATFORM, "--from", from, "--to", to);
  if (exitCode !== 0) throw new Error(output);
}

test("the table equals an independent computation, and a backfill month by month equals one full run", async (t) => {
  await run("2001-01-01", "2001-07-01");
  const full = await warehouse(TABLE);

  const python = await ensureVenv("test/python/requirements.txt");
  const { stdout: expected } = await execa(python, ["test/python/jobs/expected_flights.py", "2001-01", "2001-07"], {
    cwd: REPOSITORY,
  });
  t.is(full, expected.trim());
  t.true(full.split("\n").length > 1000, "a table this small proves little");

  await warehouse("truncate flight_delays");
  for (const [index, from] of FIRST_DAYS.slice(0, -1).entries()) await run(from, FIRST_DAYS[index + 1] ?? "");
  t.is(await warehouse(TABLE), full);
});

test("a run overwrites its interval as a whole and touches no other month", async (t) => {
  await warehouse("update flight_delays set flights = -1 where month in ('2001-01-01', '2001-03-01')");
  await warehouse(
    "insert into flight_delays select month, 'XXX', city, state, 1, 0, 0, 0, 0 from flight_delays where month = '2001-01-01' limit 1",
  );
  await run("2001-01-15", "2001-01-16");
  t.is(
    await warehouse(
      "select count(*) from flight_delays where month = '2001-01-01' and (flights = -1 or origin = 'XXX')",
    ),
    "0",
  );
  t.not(await warehouse("select count(*) from flight_delays where month = '2001-03-01' and flights = -1"), "0");
  await run("2001-03-01", "2001-04-01");
  t.is(await warehouse("select count(*) from flight_delays where flights = -1"), "0");
});
