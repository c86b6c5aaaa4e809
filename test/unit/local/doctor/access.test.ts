import test from "ava";

import { type Access, judgeAccess } from "../../../../local/doctor/access.js";
import type { Way } from "../../../../local/doctor/world.js";
import { Kubectl } from "../../../../local/kubectl.js";

const way: Way = { kubectl: new Kubectl("kubectl", { kubeconfig: "/config", context: "kind" }), typed: "kubectl" };
const judge = (access: Access) => judgeAccess(access, "kind", "npm run up -- --name f");
const silent = (error: string, log?: string): Access => ({ kind: "silent", error, log });
const wrong = (what: string, fix: string) => ({ kind: "wrong" as const, problems: [{ what, fix }] });

test("before the first `up` nothing is wrong with a cluster that is not there, or cannot be asked", (t) => {
  t.deepEqual(judge({ kind: "absent" }), { kind: "later", why: "there is none yet: npm run up -- --name f starts it" });
  t.deepEqual(judge({ kind: "no-kubectl" }), {
    kind: "later",
    why: "kubectl 1.33 or newer is not there to ask it: install it, or npm run up -- --name f builds it",
  });
});

test("after a restart of the machine the node is down, and `up` starts it again", (t) => {
  t.deepEqual(
    judge({ kind: "stopped" }),
    wrong(
      "Its node is not running, as after a restart of this machine",
      "npm run up -- --name f: data and images are still there",
    ),
  );
});

test("a built-in cluster that is silent has a log, another one a login or a way that may be missing", (t) => {
  t.deepEqual(
    judge(silent("connection refused", "/state/logs/kube-apiserver.log")),
    wrong(
      "The API server does not answer: connection refused",
      "npm run up -- --name f; if that does not help, see /state/logs/kube-apiserver.log",
    ),
  );
  t.deepEqual(
    judge(silent("You must be logged in to the server (Unauthorized)")),
    wrong(
      "The API server does not answer: You must be logged in to the server (Unauthorized)",
      "log in to the cluster again",
    ),
  );
  t.deepEqual(
    judge(silent("dial tcp: i/o timeout")),
    wrong(
      "The API server does not answer: dial tcp: i/o timeout",
      "start the cluster, or its VPN, or name another: -- --context NAME",
    ),
  );
});

test("a cluster that answers may still be too old", (t) => {
  t.deepEqual(judge({ kind: "answers", version: "v1.29.0", way }), {
    kind: "ok",
    seen: "kind answers, Kubernetes v1.29.0",
  });
  t.deepEqual(
    judge({ kind: "answers", version: "v1.28.15-eks-1", way }),
    wrong("Kubernetes v1.28.15-eks-1 is too old", "update the cluster to 1.29 or newer"),
  );
});
