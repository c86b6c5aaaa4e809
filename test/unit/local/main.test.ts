/** What the commands say to somebody who does not know their options. */
import { join } from "node:path";

import test from "ava";
import { execaNode } from "execa";

import { REPOSITORY } from "../../../local/paths.js";

const run = (...words: string[]) => execaNode(join(REPOSITORY, "local", "bootstrap.mjs"), words, { reject: false });

test("--help is answered with the options, and nothing is done", async (t) => {
  const { exitCode, stdout } = await run("down", "--help");
  t.is(exitCode, 0);
  t.is(stdout.trim(), "Usage: npm run down [-- --context NAME]");
});

test("an option that a command does not have is refused with those that it has", async (t) => {
  const { exitCode, stderr } = await run("down", "--now");
  t.is(exitCode, 1);
  t.regex(stderr, /Unknown option '--now'.*\nUsage: npm run down \[-- --context NAME\]$/);
});

test("a command that there is not is refused with those that there are", async (t) => {
  const { exitCode, stderr } = await run("upp");
  t.is(exitCode, 1);
  t.regex(stderr, /There is no command "upp"\. Commands: up, down, job, .*, pulumi\.$/);
});
