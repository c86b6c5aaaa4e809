/** Imports go one way: infra → components → vocabulary ← policies. What is not allowed here is refused. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import test from "ava";
import ts from "typescript";

import { REPOSITORY } from "../../local/paths.js";

interface Import {
  /** File that imports, from the root of the repository. */
  readonly file: string;
  /** A file or directory of the repository without extension, or the name of a package. */
  readonly target: string;
  /** Whether only types are taken, so that nothing is left of it at run time. */
  readonly typeOnly: boolean;
}

/**
 * What files below a path may import, in the order in which paths are tried. Node's own modules are free to all but the vocabulary; a package stands for
 * everything in it. `types` may be taken as types only.
 */
const ROOMS: readonly { room: string; may: readonly string[]; types?: readonly string[] }[] = [
  { room: "vocabulary.ts", may: [] },
  { room: "spelling.ts", may: ["fastest-levenshtein"] },
  { room: "policies/pack.ts", may: ["policies", "@pulumi/policy"] },
  { room: "policies/decoding.ts", may: ["@pulumi/pulumi/proto"] },
  { room: "policies/configuration.ts", may: ["policies", "spelling", "@pulumi/pulumi/proto"] },
  { room: "policies", may: ["policies", "vocabulary", "yaml"] },
  { room: "components/dns-label.ts", may: [] },
  { room: "components/problem.ts", may: [] },
  { room: "components/data.ts", may: [] },
  { room: "components/placement.ts", may: ["vocabulary"] },
  {
    room: "components/spark",
    may: [
      "components/spark",
      "components/data",
      "components/dns-label",
      "components/placement",
      "components/problem",
      "vocabulary",
      "node:",
    ],
    types: ["@pulumi/kubernetes", "@pulumi/pulumi"],
  },
  {
    room: "components/kubernetes",
    may: [
      "components/kubernetes",
      "components/spark",
      "components/data",
      "components/dns-label",
      "components/placement",
      "components/problem",
      "vocabulary",
      "node:",
      "@pulumi/kubernetes",
      "@pulumi/pulumi",
      "yaml",
    ],
  },
  {
    room: "components/aws",
    may: [
      "components/aws",
      "components/data",
      "components/dns-label",
      "components/problem",
      "vocabulary",
      "node:",
      "@pulumi/aws",
      "@pulumi/eks",
      "@pulumi/pulumi",
      "netmask",
    ],
  },
  // Of the program, only what stands on AWS.
  ...["infra/aws-account.ts", "infra/aws-cloud.ts", "infra/eks.ts", "infra/registry"].map((room) => ({
    room,
    may: ["infra", "components", "vocabulary", "@pulumi/aws", "@pulumi/kubernetes", "@pulumi/pulumi"],
  })),
  {
    room: "infra",
    may: [
      "infra",
      "components",
      "spelling",
      "vocabulary",
      "node:",
      "@pulumi/kubernetes",
      "@pulumi/pulumi",
      "yaml",
      "zod",
    ],
  },
  {
    room: "costs",
    may: [
      "costs",
      "infra/mebibytes",
      "infra/node-pools",
      "infra/pod-needs",
      "components/aws/instance-types",
      "node:",
      "yaml",
    ],
    types: ["components/aws", "infra", "vocabulary"],
  },
  { room: "report", may: ["report", "vocabulary", "node:", "cronstrue"], types: ["@pulumi/pulumi", "costs"] },
  {
    room: "local",
    may: [
      "local",
      "infra",
      "costs",
      "report",
      "components/spark",
      "vocabulary",
      "node:",
      "@astral-sh/ruff-wasm-nodejs",
      "@aws-sdk",
      "@octokit/rest",
      "execa",
      "listr2",
      "yaml",
      "zod",
    ],
  },
];

const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory.endsWith(":") ? directory : `${directory}/`);

const files = [...new Set(ROOMS.map(({ room }) => room.split("/")[0] ?? ""))].flatMap(sources);
const imports = files.flatMap(importsOf);

for (const { room, may, types = [] } of ROOMS) {
  test(`${room} imports ${may.length === 0 ? "nothing" : `only ${may.join(", ")}`}`, (t) => {
    const own = imports.filter(({ file }) => ROOMS.find((candidate) => isBelow(file, candidate.room))?.room === room);
    const forbidden = own.filter(
      ({ target, typeOnly }) =>
        !may.some((allowed) => isBelow(target, allowed)) &&
        !(typeOnly && types.some((allowed) => isBelow(target, allowed))),
    );
    t.deepEqual(
      forbidden.map(({ file, target }) => `${file} imports ${target}`),
      [],
    );
  });
}

test("every source file of the program has a room", (t) => {
  t.deepEqual(
    files.filter((file) => !ROOMS.some(({ room }) => isBelow(file, room))),
    [],
  );
  t.true(imports.length > 300);
});

/** The TypeScript file of this path, or all of them below it. */
function sources(path: string): string[] {
  if (path.endsWith(".ts")) return [path];
  return readdirSync(join(REPOSITORY, path), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(path, file));
}

/** Every form of import: statements, exports from elsewhere, `import()`, `require()` and `import("…").Type`. */
function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(join(REPOSITORY, file), "utf8"), ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (module: ts.Node | undefined, typeOnly: boolean): void => {
    if (module && ts.isStringLiteralLike(module)) found.push({ file, target: targetOf(file, module.text), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, takesTypesOnly(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isExternalModuleReference(node)) add(node.expression, false);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && /^(import|require)$/.test(node.expression.getText(source))) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `import type …`, or every name in the braces is marked `type`. */
function takesTypesOnly({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false;
  const { phaseModifier, name, namedBindings } = importClause;
  if (phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function targetOf(file: string, module: string): string {
  if (!module.startsWith(".")) return module;
  return relative(REPOSITORY, join(REPOSITORY, dirname(file), module)).replace(/\.(js|ts)$/, "");
}
