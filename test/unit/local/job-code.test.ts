import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";

import { readCode, requireSameKind } from "../../../local/job-code.js";
import { REPOSITORY } from "../../../local/paths.js";

const directory = mkdtempSync(join(tmpdir(), "job-code-"));
test.after.always(() => rmSync(directory, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
}

const refused = async (file: string): Promise<string> =>
  readCode(file).then(
    () => "taken",
    (error: unknown) => (error as Error).message,
  );

test("the sample job is taken as it is, with the modules beside it that it imports", async (t) => {
  const file = join(REPOSITORY, "jobs/flights.py");
  const { hash, ...code } = await readCode(file);
  t.deepEqual(code, { file, ending: ".py", content: readFileSync(file), imports: ["spark_platform_job"] });
  t.regex(hash, /^[0-9a-f]{32}$/);
});

test("a change of the file changes its hash", async (t) => {
  const [one, two] = [await readCode(written("one.py", "x = 1\n")), await readCode(written("two.py", "x = 2\n"))];
  t.not(one.hash, two.hash);
  t.is(two.hash, (await readCode(written("three.py", "x = 2\n"))).hash);
});

test("a file that is not there, or is none, is refused", async (t) => {
  const missing = join(directory, "missing.py");
  t.is(
    await refused(missing),
    `--code ${missing}: there is no such file; a path is relative to the root of the checkout`,
  );
  t.is(await refused(directory), `--code ${directory}: is not a file; name the one that is the job's application`);
});

test("a file that is neither Python nor a jar is refused", async (t) => {
  const file = written("job.scala", "object Job");
  t.is(await refused(file), `--code ${file}: must be a .py or a .jar, as a job's application is`);
});

test("an empty file is refused", async (t) => {
  const [python, jar] = [written("empty.py", ""), written("empty.jar", "")];
  t.is(await refused(python), `--code ${python}: is empty`);
  t.is(await refused(jar), `--code ${jar}: is empty`);
});

test("a file may be as large as a ConfigMap, and not a byte larger", async (t) => {
  t.is(await refused(written("large.py", `#${" ".repeat(1024 * 1024 - 1)}`)), "taken");
  const file = written("larger.py", `#${" ".repeat(1024 * 1024)}`);
  t.is(
    await refused(file),
    `--code ${file}: has 1048577 bytes, and a ConfigMap holds 1048576; put what it depends on into the image (images/spark), or build an image with it`,
  );
});

test("a jar is a zip file", async (t) => {
  t.is(await refused(written("job.jar", "PK\x03\x04 and more")), "taken");
  const file = written("text.jar", "no zip");
  t.is(await refused(file), `--code ${file}: is not a jar: it does not begin as a zip file does`);
});

test("each syntax error is told with its place", async (t) => {
  const file = written("broken.py", "def main(:\n    pass\nprint 'hello'\n");
  t.is(
    await refused(file),
    [
      `--code ${file}:1:10: Expected a parameter or the end of the parameter list`,
      `--code ${file}:1:11: Expected \`)\`, found newline`,
      `--code ${file}:3:7: Simple statements must be separated by newlines or semicolons`,
    ].join("\n"),
  );
});

test("what Python refuses although it can read it is told as well", async (t) => {
  const file = written("outside.py", "return 1\n");
  t.is(await refused(file), `--code ${file}:1:1: \`return\` statement outside of a function/method`);
});

test("what only looks wrong is taken: unused names, long lines, the newest syntax", async (t) => {
  const text =
    "import os\nmatch 1:\n    case _:\n        type X = int\nundefined_name\nexcept_ = 1\ntry:\n    pass\nexcept ValueError, TypeError:\n    pass\n";
  t.is(await refused(written("odd.py", text)), "taken");
});

test("Python that is not UTF-8 is refused", async (t) => {
  const file = written("latin.py", new Uint8Array([0x23, 0xe9, 0x0a]));
  t.is(await refused(file), `--code ${file}: is not UTF-8, in which Python expects its source`);
});

test("only modules that lie beside the file count as its own", async (t) => {
  mkdirSync(join(directory, "package"));
  written("module.py", "");
  const text = "import os, sys\nimport module\nfrom package.part import x\ndef f():\n    import pyspark\nimport own\n";
  t.deepEqual((await readCode(written("own.py", text))).imports, ["module", "package"]);
});

test("a job gets code of its own kind", async (t) => {
  const code = await readCode(written("kind.py", "x = 1\n"));
  t.notThrows(() => requireSameKind(code, "pi", "/opt/jobs/pi.py"));
  t.throws(() => requireSameKind(code, "orders", "/opt/jobs/orders.jar"), {
    message: `--code ${code.file}: job orders runs /opt/jobs/orders.jar; give a .jar file`,
  });
});
