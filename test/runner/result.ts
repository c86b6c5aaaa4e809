/** Counts of one tier, or of several. */
export interface Result {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Result = { passed: 0, failed: 0, skipped: 0 };

export const ADDITION = (a: Result, b: Result): Result => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});
