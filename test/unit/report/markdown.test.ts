import test from "ava";

import { block, code, codes, list, prose } from "../../../report/markdown.js";

test("a name that has backticks stays one code span", (t) => {
  t.is(code("a`b"), "`` a`b ``");
  t.is(code("plain"), "`plain`");
});

test("a code span is one line, without most of a digest, and shortened in its middle", (t) => {
  t.is(code("a\n  b"), "`a b`");
  t.is(code(`spark@sha256:${"a".repeat(64)}`), "`spark@sha256:aaaaaaaaaaaa…`");
  const long = code(`${"a".repeat(100)}${"b".repeat(100)}`);
  t.regex(long, /^`a{60}…b{59}`$/);
});

test("of many names the first are told and the rest is counted", (t) => {
  t.is(codes(["a"]), "`a`");
  t.is(codes(["a", "b", "c"]), "`a`, `b` and `c`");
  t.is(codes(["a", "b", "c"], 2), "`a`, `b` and 1 more");
});

test("a sentence is no markup and mentions nobody; its own code spans stay", (t) => {
  t.is(prose("<b> @octocat *a* [x] `a*b@c`"), "&lt;b> &#64;octocat \\*a\\* \\[x\\] `a*b@c`");
});

test("a block that has a fence in it gets a longer one", (t) => {
  t.is(block("a\n```\nb"), "````\na\n```\nb\n````");
});

test("a list ends with the number of what is left out", (t) => {
  t.is(list(["a", "b"], 2), "- a\n- b");
  t.is(list(["a", "b", "c"], 1), "- a\n- … and 2 more");
});
