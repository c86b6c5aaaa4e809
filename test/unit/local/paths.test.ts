import { homedir } from "node:os";
import { join } from "node:path";

import test from "ava";

import { cacheHome, REPOSITORY, stateHome } from "../../../local/paths.js";

test("caches are kept below XDG_CACHE_HOME", (t) => {
  t.is(cacheHome({ XDG_CACHE_HOME: "/caches" }), "/caches/spark-platform");
});

test("without XDG_CACHE_HOME, with an empty or a relative one, caches are kept below ~/.cache", (t) => {
  for (const environment of [{}, { XDG_CACHE_HOME: "" }, { XDG_CACHE_HOME: "caches" }]) {
    t.is(cacheHome(environment), join(homedir(), ".cache", "spark-platform"));
  }
});

test("state is kept below XDG_STATE_HOME, by default below ~/.local/state", (t) => {
  t.is(stateHome("local", { XDG_STATE_HOME: "/states" }, "/code/platform"), "/states/spark-platform/local-8385c690");
  t.is(
    stateHome("local", {}, "/code/platform"),
    join(homedir(), ".local", "state", "spark-platform", "local-8385c690"),
  );
});

test("two checkouts and two names have different states", (t) => {
  const states = [
    stateHome("local", {}, "/code/platform"),
    stateHome("local", {}, "/code/platform-2"),
    stateHome("tests", {}, "/code/platform"),
  ];
  t.is(new Set(states).size, 3);
});

test("the checkout is the directory with the Pulumi project", (t) => {
  t.is(REPOSITORY, process.cwd());
});
