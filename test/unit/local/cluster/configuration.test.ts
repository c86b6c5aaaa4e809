import test from "ava";
import { parse } from "yaml";

import { componentScript } from "../../../../local/cluster/components.js";
import { generationOf, nodeFiles } from "../../../../local/cluster/configuration.js";
import type { Identity } from "../../../../local/cluster/identity.js";
import type { Toolchain } from "../../../../local/toolchain.js";

const IDENTITY: Identity = {
  name: "trial",
  stateDir: "/states/trial",
  nodeName: "spark-platform-trial",
  link: "spark-01234567",
  gatewayAddress: "198.18.0.1",
  nodeAddress: "198.18.0.2",
  cgroup: "spark-platform-01234567",
};
const TOOLCHAIN: Toolchain = { path: (program) => `/tools/${program}`, env: {} };
const files = nodeFiles(IDENTITY, TOOLCHAIN);

test("every component has a script, and no other", (t) => {
  t.deepEqual(
    Object.keys(files).filter((path) => path.startsWith("components/")),
    [
      "etcd",
      "kube-apiserver",
      "kube-controller-manager",
      "kube-scheduler",
      "containerd",
      "kubelet",
      "kube-proxy",
      "coredns",
    ].map((component) => `components/${component}`),
  );
});

test("a script becomes its component, one flag a line", (t) => {
  t.is(
    files["components/kube-scheduler"],
    "#!/bin/sh\nexec '/tools/kube-scheduler' \\\n  '--kubeconfig=/states/trial/config/scheduler.kubeconfig' \\\n  '--leader-elect=false'\n",
  );
});

test("quotes and blanks in a path reach the component as they are", (t) => {
  t.is(
    componentScript({ program: "/it's here/tool", flags: { flag: "a 'b'" } }),
    `#!/bin/sh\nexec '/it'\\''s here/tool' \\\n  '--flag=a '\\''b'\\'''\n`,
  );
});

test("blanks in the path of the state directory reach containerd and CoreDNS as they are", (t) => {
  const blank = nodeFiles({ ...IDENTITY, stateDir: "/my states/trial" }, TOOLCHAIN);
  const lines = [...`${blank["config/containerd.toml"]}\n${blank["config/Corefile"]}`.matchAll(/^.*my states.*$/gm)];
  t.deepEqual(
    lines.map(([line]) => line.trim()),
    [
      'conf_dir = "/my states/trial/config/cni"',
      'config_path = "/my states/trial/certs.d"',
      'kubeconfig "/my states/trial/config/coredns.kubeconfig"',
    ],
  );
});

test("the administrator's kubeconfig has one context, named as the node, and no keys in it", (t) => {
  t.deepEqual(parse(files["kubeconfig"] ?? ""), {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "spark-platform-trial",
        cluster: { server: "https://198.18.0.2:6443", "certificate-authority": "/states/trial/pki/ca.crt" },
      },
    ],
    users: [
      {
        name: "admin",
        user: { "client-certificate": "/states/trial/pki/admin.crt", "client-key": "/states/trial/pki/admin.key" },
      },
    ],
    contexts: [{ name: "spark-platform-trial", context: { cluster: "spark-platform-trial", user: "admin" } }],
    "current-context": "spark-platform-trial",
  });
});

test("kubelets of two clusters keep to cgroups of their own", (t) => {
  const kubelet = parse(files["config/kubelet.yaml"] ?? "") as { cgroupRoot: string };
  t.is(kubelet.cgroupRoot, "/spark-platform-01234567");
});

test("no file names a directory of the host outside state, tools and the CNI plug-ins", (t) => {
  const paths = Object.entries(files).flatMap(([file, content]) =>
    file === "node.bash"
      ? []
      : [...content.replace(/^#.*$/gm, "").matchAll(/(?<=['" =:])\/[a-z][\w./-]+/g)].map(([path]) => path),
  );
  const elsewhere = paths.filter((path) => !/^\/(states|tools|var|run|bin)\//.test(path));
  t.deepEqual([...new Set(elsewhere)].sort(), ["/spark-platform-01234567", "/usr/lib/cni"]);
});

test("the same cluster has the same generation, any other program or address another one", (t) => {
  const generation = generationOf(files);
  t.is(generationOf(nodeFiles(IDENTITY, TOOLCHAIN)), generation);
  t.not(generationOf(nodeFiles({ ...IDENTITY, nodeAddress: "198.18.0.6" }, TOOLCHAIN)), generation);
  t.not(generationOf(nodeFiles(IDENTITY, { ...TOOLCHAIN, path: (program) => `/new/${program}` })), generation);
});
