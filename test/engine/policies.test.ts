/** The policy pack in the real engine, both when the cluster's address is known and in the preview of a stack that also makes its cluster. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import test from "ava";

import { COMMITTED_SETTINGS, readSettings } from "../../local/settings-file.js";
import { AWS_RULES } from "../../policies/rules/aws/index.js";
import { RULES } from "../../policies/rules/index.js";
import type { Level } from "../../policies/rules/rule.js";
import { complaints } from "./complaints.js";
import { clusterNowhere } from "./kubeconfig.js";
import { Workspace } from "./workspace.js";

const newCluster = await Workspace.create("new-cluster");
const careless = await Workspace.create("careless");

test.after.always(() => {
  newCluster.remove();
  careless.remove();
});

/** Rules about AWS, which the program in test/aws breaks, and one that Helm would have to be there for: it is asked in process. */
const NOT_HERE = ["ebs-no-multi-attach", "helm-namespace", ...AWS_RULES.map(({ name }) => name)].filter(
  (name) => name !== "ebs-class-encrypted-late-binding",
);

const ASKED = RULES.filter(({ name }) => !NOT_HERE.includes(name));

/** The program has one object for each rule, which breaks this rule, is named like it and keeps to the others. */
const ONCE = (level: Level) =>
  ASKED.filter((rule) => rule.level === level)
    .map(({ name }) => `${name} ${name}`)
    .sort();

test.serial("the platform violates nothing when its cluster is still to be made", async (t) => {
  newCluster.writeSettings(readSettings(COMMITTED_SETTINGS));
  const { exitCode, output } = await newCluster.preview();
  t.is(exitCode, 0, output);
  t.regex(output, /^ +✅ spark-platform@v0\.1\.0/m);
  t.notRegex(output, /\[mandatory\]|\[advisory\]|warning|error/i);
  t.regex(output, /^ +\+ 62 to create$/m);
});

const WHEN = [
  { when: "whose cluster is still to be made", clusterIsNew: true, missing: "metadata.namespace is missing" },
  // The provider fills in the namespace as soon as it can read the kubeconfig.
  {
    when: "on a cluster that is described",
    clusterIsNew: false,
    missing: 'metadata.namespace is "default", or missing',
  },
];

for (const { when, clusterIsNew, missing } of WHEN) {
  test.serial(`a program ${when} is refused for each rule that it breaks`, async (t) => {
    careless.writeSettings({ ...clusterNowhere(careless), clusterIsNew });
    const { exitCode, output } = await careless.preview();
    t.not(exitCode, 0);
    t.deepEqual(complaints(output, "mandatory"), ONCE("mandatory"), output);
    t.deepEqual(complaints(output, "advisory"), ONCE("advisory"));
    t.true(output.includes(missing), output);
  });
}

test.serial("a rule that is switched off is not asked, and one that is advisory only tells", async (t) => {
  const [told = "", ...off] = ASKED.map(({ name }) => name);
  const config = join(careless.directory, "policies.json");
  writeFileSync(
    config,
    JSON.stringify({ [told]: "advisory", ...Object.fromEntries(off.map((name) => [name, "disabled"])) }),
  );
  const { exitCode, output } = await careless.preview("--policy-pack-config", config);
  t.is(exitCode, 0, output);
  t.deepEqual(complaints(output, "mandatory"), []);
  t.deepEqual(complaints(output, "advisory"), [`${told} ${told}`]);
});
