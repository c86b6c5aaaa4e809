export default {
  extensions: { ts: "module" },
  nodeArguments: ["--import=tsx"],
  workerThreads: false,
  failWithoutAssertions: true,
  files: ["test/**/*.test.ts"],
  timeout: "5m",
};
