import test from "ava";

import { judgeRights } from "../../../../local/doctor/rights.js";

test("what the user may not create is told before `up` fails in the middle", (t) => {
  t.deepEqual(judgeRights([]), { kind: "ok", seen: "you may create what the platform is made of" });
  t.deepEqual(judgeRights(["namespaces", "roles.rbac.authorization.k8s.io"]), {
    kind: "wrong",
    problems: [
      {
        what: "You may not create namespaces, roles.rbac.authorization.k8s.io",
        fix: "ask whoever runs the cluster for the ClusterRole cluster-admin, or use a context that has it",
      },
    ],
  });
});
