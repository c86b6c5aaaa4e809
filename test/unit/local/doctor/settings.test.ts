import test from "ava";

import { judgeSettings } from "../../../../local/doctor/settings.js";

test("settings are told with their jobs, or with everything that is wrong with them", (t) => {
  const file = "stacks/Pulumi.local.yaml";
  t.deepEqual(judgeSettings({ file, jobs: 1 }), { kind: "ok", seen: `${file} is right: 1 job` });
  t.deepEqual(judgeSettings({ file, jobs: 0, error: "2 settings are wrong" }), {
    kind: "wrong",
    problems: [{ what: "2 settings are wrong", fix: `edit ${file}` }],
  });
});

test("on an existing cluster nobody knows the settings before they are named", (t) => {
  t.deepEqual(judgeSettings({ file: undefined, jobs: 0 }), {
    kind: "later",
    why: "name yours to have them looked at: --settings FILE",
  });
});
