// `npm run mutate`: changes rules and model in thousands of ways, one at a time, and counts the changes that no policy test finds.
// A part of it: npm run mutate -- --mutate 'policies/rules/pods/*.ts' --testFiles 'test/policy/rules/pods/*.test.ts'
/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  // Left out: the wiring to the SDK, which pack.test.ts tests over the wire, and files that only list or only word.
  mutate: [
    "policies/model/**/*.ts",
    "policies/rules/**/!(index|housekeeping).ts",
    "policies/{coverage,exceptions,session}.ts",
  ],
  plugins: ["./test/mutation/plugin.ts"],
  testRunner: "in-process",
  testRunnerNodeArgs: ["--import=tsx"],
  checkerNodeArgs: ["--import=tsx"],
  ignorers: ["rule-words"],
  coverageAnalysis: "perTest",
  concurrency: "100%",
  // Nothing is compiled or type-checked in Stryker's copy of the repository.
  disableTypeChecks: false,
  reporters: ["clear-text", "progress-append-only", "html"],
  clearTextReporter: { reportTests: false, logTests: false },
  thresholds: { high: 90, low: 85, break: 85 },
};
