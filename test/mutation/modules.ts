/** TypeScript modules that can be loaded again and again within one process, each time with a fresh copy of everything but packages. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

import ts from "typescript";

type Exports = Record<string, unknown>;
type Require = (specifier: string) => unknown;
type Body = (exports: Exports, require: Require, importMeta: { readonly url: string }) => void;

export class Modules {
  private readonly bodies = new Map<string, Body>();
  private readonly requirePackage: Require;

  /** @param rewrite what is done to the compiled text of each module */
  constructor(
    root: string,
    private readonly rewrite: (text: string) => string = (text) => text,
  ) {
    this.requirePackage = createRequire(path.join(root, "package.json"));
  }

  /** Loads a file and what it imports. @param replaced packages to give something else for */
  load(file: string, replaced: Readonly<Record<string, unknown>>): void {
    const loaded = new Map<string, Exports>();
    const load = (name: string): Exports => {
      const exports = loaded.get(name) ?? {};
      if (loaded.has(name)) return exports;
      loaded.set(name, exports);
      const require: Require = (specifier) => {
        if (specifier.startsWith(".")) return load(sourceOf(path.resolve(path.dirname(name), specifier)));
        return replaced[specifier] ?? this.requirePackage(specifier);
      };
      this.body(name)(exports, require, { url: pathToFileURL(name).href });
      return exports;
    };
    load(file);
  }

  private body(file: string): Body {
    const known = this.bodies.get(file);
    if (known) return known;
    const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
      fileName: file,
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    // The one thing that TypeScript leaves as it is when it makes a CommonJS module of another.
    const text = this.rewrite(outputText).replaceAll("import.meta", "importMeta");
    const body = vm.compileFunction(text, ["exports", "require", "importMeta"], { filename: file }) as Body;
    this.bodies.set(file, body);
    return body;
  }
}

/** The source of a module that is named as TypeScript allows: with the extension of what it is compiled to, with none, or by its directory. */
function sourceOf(name: string): string {
  const candidates = [name.replace(/\.js$/, ".ts"), `${name}.ts`, path.join(name, "index.ts")];
  const source = candidates.find((candidate) => candidate.endsWith(".ts") && existsSync(candidate));
  if (source === undefined) throw new Error(`There is no source of ${name}.`);
  return source;
}
