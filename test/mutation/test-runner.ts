/**
 * Runs the policy tests for Stryker within one process. A process for each mutant takes seconds, this takes milliseconds. Each run starts from freshly
 * loaded modules: what is computed while they load (names, tables, regular expressions) is mutated like everything else, and nothing that was memoised with
 * one mutant is left for the next.
 */
import { readdirSync } from "node:fs";
import path from "node:path";

import type { InstrumenterContext } from "@stryker-mutator/api/core";
import {
  type CompleteDryRunResult,
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";

import { type InProcessTest, standIn } from "./ava.js";
import { Modules } from "./modules.js";

const TESTS = "test/policy";

/**
 * Not for here: what starts the pack as a process or reads files from where they are, and the tables and properties that ask all rules about thousands of
 * programs. Each would meet nearly every mutant, and hours would pass for a score that is a little higher.
 */
const OTHER_TESTS = /^(pack\.test|readme\.test|cases|properties)\b/;

export class InProcessRunner implements TestRunner {
  private readonly counting = new Modules(process.cwd());
  private readonly modules = new Modules(process.cwd(), withoutCounts);
  /** What the instrumented code reads and writes. */
  private readonly context: InstrumenterContext = {};

  constructor() {
    Object.assign(globalThis, { __stryker__: this.context });
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Runs each test in modules of its own, so that it is seen to cover also what another one would have memoised for it. */
  async dryRun({ testFiles }: DryRunOptions): Promise<DryRunResult> {
    const mutantCoverage = { static: {}, perTest: {} };
    this.context.mutantCoverage = mutantCoverage;
    const tests: TestResult[] = [];
    for (const file of allTestFiles().filter((name) => testFiles?.includes(path.resolve(name)) ?? true)) {
      for (const index of load(file, this.counting).keys()) {
        const test = load(file, this.counting)[index];
        if (test) tests.push(await this.run(file, test));
      }
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  /** Stops at the first test that fails. A mutant that keeps the tests from loading counts as an error, neither found nor missed. */
  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    Object.assign(this.context, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const tests: TestResult[] = [];
    try {
      for (const file of testFilesFor(activeMutant.fileName)) {
        for (const test of this.wanted(file, testFilter)) {
          const result = await this.run(file, test);
          tests.push(result);
          if (result.status === TestStatus.Failed) return this.outcome(tests);
        }
      }
      return this.outcome(tests);
    } catch (error) {
      return { status: MutantRunStatus.Error, errorMessage: String(error) };
    } finally {
      delete this.context.activeMutant;
    }
  }

  private outcome(tests: TestResult[]): MutantRunResult {
    const complete: CompleteDryRunResult = { status: DryRunStatus.Complete, tests };
    return toMutantRunResult(determineHitLimitReached(this.context.hitCount, this.context.hitLimit) ?? complete);
  }

  /** @param filter ids of tests, or of whole files (with `--testFiles`, for what is mutated while modules load) */
  private wanted(file: string, filter: readonly string[] | undefined): readonly InProcessTest[] {
    if (filter === undefined || filter.includes(path.resolve(file))) return load(file, this.modules);
    if (!filter.some((id) => id.startsWith(idOf(file, "")))) return [];
    return load(file, this.modules).filter(({ title }) => filter.includes(idOf(file, title)));
  }

  private async run(file: string, { title, run }: InProcessTest): Promise<TestResult> {
    const id = idOf(file, title);
    const start = performance.now();
    this.context.currentTestId = id;
    const failure = await failureOf(run);
    delete this.context.currentTestId;
    const test = { id, name: id, fileName: path.resolve(file), timeSpentMs: performance.now() - start };
    return failure === undefined
      ? { ...test, status: TestStatus.Success }
      : { ...test, status: TestStatus.Failed, failureMessage: failure };
  }
}

/** With a mutant nobody needs to know what is covered, and counting it takes more than half of the time. */
function withoutCounts(text: string): string {
  return text.replace("function stryCov_9fa48() {", "$& return;");
}

function load(file: string, modules: Modules): readonly InProcessTest[] {
  const { tests, module } = standIn();
  modules.load(path.resolve(file), { ava: module });
  return tests;
}

function allTestFiles(): string[] {
  return readdirSync(TESTS, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts") && !OTHER_TESTS.test(file))
    .map((file) => path.join(TESTS, file));
}

/**
 * The more a name has in common with that of the mutated file, the earlier: its own tests most likely fail. Those of other groups of rules are left out: they
 * meet a mutated rule only by the way, and asking all of them about each mutant that survives would take most of the time.
 */
function testFilesFor(mutated: string): string[] {
  const group = groupOf(mutated);
  const words = wordsOf(mutated);
  const common = (file: string) => wordsOf(file).filter((word) => words.includes(word)).length;
  return allTestFiles()
    .filter((file) => group === undefined || [group, undefined].includes(groupOf(file)))
    .sort((one, other) => common(other) - common(one));
}

function wordsOf(file: string): string[] {
  return path.relative("", file).split(/[^a-z]+/);
}

/** The group of a rule or of its test, `undefined` for everything else. */
function groupOf(file: string): string | undefined {
  return /\/rules\/([^/]+)\//.exec(file)?.[1];
}

function idOf(file: string, title: string): string {
  return `${file}: ${title}`;
}

async function failureOf(run: () => unknown): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return String(error);
  }
}
