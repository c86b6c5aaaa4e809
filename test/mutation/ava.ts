/** As much of ava as the policy tests use, for running them within this process. What they use beyond it fails the first run, loudly. */
import assert from "node:assert/strict";

export interface InProcessTest {
  readonly title: string;
  readonly run: () => unknown;
}

type Implementation = (t: typeof assertions, ...args: unknown[]) => unknown;

interface Macro {
  readonly exec: Implementation;
  readonly title?: (given: string | undefined, ...args: unknown[]) => string;
}

const assertions = {
  is: (actual: unknown, expected: unknown, message?: string) => assert.ok(Object.is(actual, expected), message),
  not: (actual: unknown, expected: unknown, message?: string) => assert.ok(!Object.is(actual, expected), message),
  true: (actual: unknown, message?: string) => assert.equal(actual, true, message),
  false: (actual: unknown, message?: string) => assert.equal(actual, false, message),
  deepEqual: assert.deepEqual,
  notDeepEqual: assert.notDeepEqual,
  like,
  regex: assert.match,
  notRegex: assert.doesNotMatch,
  throws: (code: () => unknown, expected: { message?: string | RegExp } = {}) => assert.throws(code, expected),
  notThrows: assert.doesNotThrow,
  pass: () => undefined,
  fail: (message?: string) => assert.fail(message),
};

/** A module to stand in for ava, and the tests that were declared with it. */
export function standIn() {
  const tests: InProcessTest[] = [];
  const declare = (title: string, implementation: Implementation | Macro, ...args: unknown[]): void => {
    const macro = typeof implementation === "function" ? { exec: implementation } : implementation;
    tests.push({ title: macro.title?.(title, ...args) ?? title, run: () => macro.exec(assertions, ...args) });
  };
  const macro = (implementation: Implementation | Macro): Macro =>
    typeof implementation === "function" ? { exec: implementation } : implementation;
  const test = Object.assign(declare, { macro, serial: declare });
  return { tests, module: { __esModule: true, default: test } };
}

/** What is expected may leave out properties, not elements of a list. */
function like(actual: unknown, expected: unknown): void {
  if (typeof expected !== "object" || expected === null) assert.equal(actual, expected);
  else {
    assert.ok(typeof actual === "object" && actual !== null);
    if (Array.isArray(expected)) assert.equal(Array.isArray(actual) ? actual.length : undefined, expected.length);
    for (const [key, value] of Object.entries(expected)) like(Reflect.get(actual, key), value);
  }
}
