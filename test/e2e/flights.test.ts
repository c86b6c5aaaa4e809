/** The figures of `flights`: against a computation without Spark, and a backfill month by month against one full run. */
import test from "ava";
import { execa } from "execa";

import { REPOSITORY } from "../../local/paths.js";
import { readmeCommand } from "../readme.js";
import { product, TEST_PLATFORM } from "../runner/platform.js";
import { ensureVenv } from "../runner/venv.js";
import { warehouse } from "../runner/warehouse.js";

const COLUMNS = "month, origin, city, state, flights, delayed_share, mean_delay, median_delay, p90_delay";
const TABLE = `copy (select ${COLUMNS} from flight_delays order by month, origin) to stdout with (format csv, header)`;

const run = (from: string, to: string): Promise<void> => runJob("job", "flights", "--from", from, "--to", to);

async function runJob(...command: string[]): Promise<void> {
  const { exitCode, output } = await product(...command, "--name", TEST_PLATFORM);
  if (exitCode !== 0) throw new Error(output);
}

/** `npm run up` has run the job over these six months. */
test.serial("one full run equals an independent computation", async (t) => {
  const python = await ensureVenv("test/python/requirements.txt");
  const computation = ["test/python/jobs/expected_flights.py", "2001-01", "2001-07"];
  const { stdout: expected } = await execa(python, computation, { cwd: REPOSITORY });
  t.true(expected.split("\n").length > 1000, "a table this small proves little");
  t.is(await warehouse(TABLE), expected);
});

test.serial("a run overwrites its months as a whole, and a backfill month by month equals one full run", async (t) => {
  const full = await warehouse(TABLE);
  await warehouse("update flight_delays set flights = -1");
  await warehouse(
    "insert into flight_delays select month, 'XXX', city, state, 1, 0, 0, 0, 0 from flight_delays where origin = 'ORD'",
  );

  await runJob(...readmeCommand("npm run job -- flights --from 2001-01-01 --to 2001-02-01"));
  const spoilt = "select distinct month from flight_delays where flights = -1 or origin = 'XXX' order by month";
  t.is(await warehouse(spoilt), "2001-02-01\n2001-03-01\n2001-04-01\n2001-05-01\n2001-06-01");

  // Two at a time: runs of different months do not get in each other's way.
  await Promise.all([run("2001-02-10", "2001-02-11"), run("2001-03-01", "2001-04-01")]);
  await Promise.all([run("2001-04-01", "2001-05-01"), run("2001-05-01", "2001-06-01")]);
  await run("2001-06-01", "2001-07-01");
  t.is(await warehouse(TABLE), full);
});
