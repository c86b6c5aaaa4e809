import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import test from "ava";

import { platformPrograms } from "../../../../local/toolchain.js";
import { type GoProgram, KUBERNETES_PROVIDER, PROGRAMS } from "../../../../local/toolchain/programs.js";

const read = (...path: string[]): string => readFileSync(join("local", "toolchain", ...path), "utf8");

for (const [name, program] of Object.entries<GoProgram>(PROGRAMS)) {
  test(`${name} is built from a locked module`, (t) => {
    const own = program.package === ".";
    t.is(existsSync(join("local", "toolchain", program.module, "main.go")), own);
    t.true(
      own ||
        read(program.module, "go.mod").includes(`\t${program.package}\n`) ||
        read(program.module, "go.mod").includes(`tool ${program.package}\n`),
    );
  });
}

test("the versions that are stamped are the versions that are locked", (t) => {
  t.true(read("kubernetes", "go.mod").includes(`k8s.io/kubernetes v${PROGRAMS.kubelet.version}`));
  t.true(read("etcd", "go.mod").includes(`go.etcd.io/etcd/server/v3 v${PROGRAMS.etcd.version}`));
  t.true(read("coredns", "go.mod").includes(`github.com/coredns/coredns v${PROGRAMS.coredns.version}`));
  t.true(read("pulumi", "go.mod").includes(`github.com/pulumi/pulumi/pkg/v3 v${PROGRAMS.pulumi.version}`));
  t.true(read("actionlint", "go.mod").includes(`github.com/rhysd/actionlint v${PROGRAMS.actionlint.version}`));
  t.true(read("cyclonus", "go.mod").includes(`github.com/mattfenwick/cyclonus v${PROGRAMS.cyclonus.version}`));
  t.true(read("kwok", "go.mod").includes(`sigs.k8s.io/kwok v${PROGRAMS.kwok.version}`));
  t.true(read("versitygw", "go.mod").includes(`github.com/versity/versitygw v${PROGRAMS.versitygw.version}`));
  t.true(PROGRAMS.pulumi.ldflags.endsWith(`.Version=v${PROGRAMS.pulumi.version}`));
  t.true(PROGRAMS.kubelet.ldflags.includes("-X k8s.io/component-base/version.gitVersion=v1.34.10"));
});

test("provider, npm package and the provider's own main agree on the version", (t) => {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: Record<string, string> };
  t.is(manifest.dependencies["@pulumi/kubernetes"], KUBERNETES_PROVIDER);
  t.true(read("pulumi-resource-kubernetes", "main.go").includes(`"kubernetes", "${KUBERNETES_PROVIDER}"`));
});

test("another cluster needs kubectl and Pulumi only", (t) => {
  t.deepEqual(platformPrograms("context"), [
    "kubectl",
    "pulumi",
    "pulumi-language-nodejs",
    "pulumi-resource-kubernetes",
  ]);
});

test("the built-in cluster needs everything but the tests' own programs", (t) => {
  t.deepEqual(
    [...platformPrograms("built-in"), "actionlint", "cyclonus", "kwok", "versitygw"].sort(),
    Object.keys(PROGRAMS).sort(),
  );
});
