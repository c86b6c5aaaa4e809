/** Markdown that leads somewhere: links, commands, and the index of decisions. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

import test from "ava";

import { REPOSITORY } from "../../local/paths.js";
import { readMarkdown, repositoryFiles } from "../documents.js";

const documents = new Map(
  repositoryFiles()
    .filter((path) => path.endsWith(".md"))
    .map((path) => [path, readMarkdown(path)]),
);

/** Why a link leads nowhere, or nothing. What lies on the internet is not looked up. */
function fault(from: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? from : normalize(join(dirname(from), path));
  if (!existsSync(join(REPOSITORY, target))) return `${from}: there is no ${target}`;
  if (anchor === undefined || documents.get(target)?.anchors.includes(anchor)) return undefined;
  return `${from}: ${target} has no heading #${anchor}`;
}

test("every link in every Markdown file leads to a file of the repository, and to a heading if it names one", (t) => {
  const links = [...documents].flatMap(([from, { links }]) => links.map((link) => ({ from, link })));
  t.deepEqual(
    links.flatMap(({ from, link }) => fault(from, link) ?? []),
    [],
  );
  t.true(links.length > 50);
});

test("a link to a file or a heading that is not there is found", (t) => {
  t.is(fault("docs/aws.md", "../stacks/README.md#cluster"), undefined);
  t.is(fault("docs/aws.md", "stacks/README.md"), "docs/aws.md: there is no docs/stacks/README.md");
  t.is(fault("docs/aws.md", "../stacks/README.md#clusters"), "docs/aws.md: stacks/README.md has no heading #clusters");
  t.is(fault("docs/aws.md", "#what-is-made"), undefined);
  t.is(fault("docs/aws.md", "#what-was-made"), "docs/aws.md: docs/aws.md has no heading #what-was-made");
});

test("every npm script that a Markdown file tells the reader to run is there", (t) => {
  const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const named = [...documents].flatMap(([from, { code }]) =>
    code.flatMap((text) =>
      [...text.matchAll(/\bnpm run (?:--\S+ )*([\w:-]+)/g)].map(([, name = ""]) => ({ from, name })),
    ),
  );
  t.deepEqual(
    named.filter(({ name }) => !(name in scripts)),
    [],
  );
  t.true(named.length > 30);
});

test("the index of decisions names each page once", (t) => {
  const pages = readdirSync(join(REPOSITORY, "docs", "decisions")).filter((name) => name !== "README.md");
  const named = documents.get("docs/decisions/README.md")?.links.filter((link) => !link.includes("/")) ?? [];
  t.deepEqual([...named].sort(), pages.sort());
});

test("each decision says why, what was turned down and what it costs, on one page", (t) => {
  const pages = [...documents].filter(([path]) => /^docs\/decisions\/(?!README)/.test(path));
  for (const [path, { anchors }] of pages) {
    t.deepEqual(anchors.slice(1), ["why", "turned-down", "what-it-costs"], path);
    t.true(readFileSync(join(REPOSITORY, path), "utf8").split("\n").length <= 51, path);
  }
  t.true(pages.length > 10);
});
