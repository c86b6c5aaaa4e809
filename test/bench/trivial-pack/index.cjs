const { PolicyPack } = require("@pulumi/policy/policy");

// As in policies/pack.ts: the SDK reads package.json from the working directory.
process.chdir(__dirname);
new PolicyPack("trivial", {
  policies: [
    { name: "pass", description: "Everything passes.", enforcementLevel: "mandatory", validateResource: () => {} },
  ],
});
