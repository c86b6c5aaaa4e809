/** What the API server lets into a Spark team's namespace: Pod Security `restricted`, the quota, and defaults for containers without limits. */
import test from "ava";

import { testKubectl } from "../runner/kubectl.js";

const NAMESPACE = "spark-analytics";

interface Container {
  name: string;
  image: string;
  securityContext?: object;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
}
interface PodSpec {
  containers: Container[];
  [field: string]: unknown;
}

const CONTAINER: Container = {
  name: "main",
  image: "localhost/nothing:1",
  securityContext: {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    runAsUser: 185,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  },
  resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "100m", memory: "32Mi" } },
};

async function tryPod(spec: PodSpec): Promise<{ spec: PodSpec } | string> {
  const kubectl = await testKubectl();
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "admission-test", namespace: NAMESPACE }, spec };
  try {
    const answer = await kubectl.text(["create", "--dry-run=server", "-o", "json", "-f", "-"], JSON.stringify(pod));
    return JSON.parse(answer) as { spec: PodSpec };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test("a pod that keeps to Pod Security restricted is let in", async (t) => {
  t.is(typeof (await tryPod({ containers: [CONTAINER] })), "object");
});

const REFUSED: Record<string, [PodSpec, RegExp]> = {
  "a privileged container": [
    {
      containers: [
        {
          ...CONTAINER,
          securityContext: { ...CONTAINER.securityContext, privileged: true, allowPrivilegeEscalation: true },
        },
      ],
    },
    /violates PodSecurity "restricted:.*privileged/,
  ],
  "a container that may run as root": [
    {
      containers: [
        { ...CONTAINER, securityContext: { ...CONTAINER.securityContext, runAsNonRoot: false, runAsUser: 0 } },
      ],
    },
    /violates PodSecurity "restricted:.*runAsNonRoot != true/,
  ],
  "a directory of the node": [
    { containers: [CONTAINER], volumes: [{ name: "host", hostPath: { path: "/" } }] },
    /violates PodSecurity "restricted:.*hostPath/,
  ],
  "the node's network": [
    { containers: [CONTAINER], hostNetwork: true },
    /violates PodSecurity "restricted:.*host namespaces/,
  ],
  "more memory than the team's quota": [
    {
      containers: [
        {
          ...CONTAINER,
          resources: { requests: { cpu: "10m", memory: "900Gi" }, limits: { cpu: "100m", memory: "900Gi" } },
        },
      ],
    },
    /exceeded quota|maximum memory usage/,
  ],
};

for (const [what, [spec, message]] of Object.entries(REFUSED)) {
  test(`${what} is refused`, async (t) => {
    const answer = await tryPod(spec);
    t.regex(typeof answer === "string" ? answer : "let in", message);
  });
}

test("a container without requests and limits gets the namespace's defaults", async (t) => {
  const answer = await tryPod({ containers: [{ ...CONTAINER, resources: {} }] });
  if (typeof answer === "string") return t.fail(answer);
  const { requests = {}, limits = {} } = answer.spec.containers[0]?.resources ?? {};
  t.deepEqual(Object.keys(requests).sort(), ["cpu", "memory"]);
  t.deepEqual(Object.keys(limits).sort(), ["cpu", "memory"]);
});
