import test from "ava";

import { readmeCommand } from "../../readme.js";
import { product } from "../../runner/platform.js";

const bench = (...options: string[]) => product(...readmeCommand("npm run bench"), ...options);

test("the bench ends with a table of its figures, and fails when one misses its bar", async (t) => {
  const { exitCode, output } = await bench("start", "--rounds", "1");
  const rows = output.split("\n").filter((line) => line.startsWith("| start "));
  t.deepEqual(
    rows.map((row) => row.replace(/\d+\.\d\d/g, "N").replace(/met|missed/, "met or missed")),
    [
      "| start of the program of stack local | N s | N – N |  |  |",
      "| start of the policy pack | N s | N – N | 2 s | met or missed |",
    ],
  );
  t.is(exitCode, output.includes("| missed |") ? 1 : 0);
});

test("a part of the bench that is not there is refused with those that are", async (t) => {
  const { exitCode, output } = await bench("begin");
  t.is(exitCode, 1);
  t.regex(output, /^There is no part begin\. Parts:$/m);
  t.regex(output, /^ {2}start +program and policy pack until they are loaded$/m);
});
