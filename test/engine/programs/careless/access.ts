import * as k8s from "@pulumi/kubernetes";

import { ACCOUNT, NAMESPACE, opts } from "./careful";

const metadata = (name: string) => ({ name, namespace: NAMESPACE });
const group = "rbac.authorization.k8s.io";
const role = { apiGroup: group, kind: "Role", name: "reader" };

new k8s.rbac.v1.Role(
  "rbac-least-privilege",
  { metadata: metadata("rbac-least-privilege"), rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["*"] }] },
  opts,
);
new k8s.rbac.v1.RoleBinding(
  "rbac-no-cluster-admin",
  {
    metadata: metadata("rbac-no-cluster-admin"),
    roleRef: { apiGroup: group, kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ kind: "ServiceAccount", name: ACCOUNT, namespace: NAMESPACE }],
  },
  opts,
);
new k8s.rbac.v1.RoleBinding(
  "rbac-subject-namespace",
  {
    metadata: metadata("rbac-subject-namespace"),
    roleRef: role,
    subjects: [{ kind: "ServiceAccount", name: "careles", namespace: NAMESPACE }],
  },
  opts,
);

const neighbour = "neighbour";
new k8s.core.v1.Namespace(neighbour, { metadata: { name: neighbour } }, opts);
new k8s.core.v1.ServiceAccount(neighbour, { metadata: { name: neighbour, namespace: neighbour } }, opts);
new k8s.rbac.v1.RoleBinding(
  "rbac-cross-namespace-subject",
  {
    metadata: metadata("rbac-cross-namespace-subject"),
    roleRef: role,
    subjects: [{ kind: "ServiceAccount", name: neighbour, namespace: neighbour }],
  },
  opts,
);
