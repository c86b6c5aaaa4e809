import test from "ava";

import { judgeDns } from "../../../../local/doctor/dns.js";

test("names are resolved in a pod, or the pod's own words say why not", (t) => {
  t.deepEqual(judgeDns({ failure: "" }, "see the log"), { kind: "ok", seen: "a pod resolves names of the cluster" });
  t.deepEqual(judgeDns({ failure: "Temporary failure in name resolution" }, "see the log"), {
    kind: "wrong",
    problems: [
      {
        what: "A pod cannot resolve kubernetes.default.svc: Temporary failure in name resolution",
        fix: "see the log",
      },
    ],
  });
});

test("without a pod to ask from, nobody judges", (t) => {
  t.is(judgeDns({ failure: undefined }, "see the log").kind, "later");
});
