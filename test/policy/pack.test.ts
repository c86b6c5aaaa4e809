import path from "node:path";
import { fileURLToPath } from "node:url";

import test from "ava";

import { HOUSEKEEPING } from "../../policies/rules/housekeeping.js";
import type { Resource } from "../../policies/model/resource.js";
import { RULES } from "../../policies/rules/index.js";
import { POD_SPEC, change, furnishings, resource, team as aTeam } from "./objects.js";
import { type Diagnostic, type Registration, UNKNOWN_ON_THE_WIRE, startPack } from "./runner.js";

type Pack = Awaited<ReturnType<typeof startPack>>;

const POLICIES = path.join(fileURLToPath(new URL("../..", import.meta.url)), "policies");
const known = { kubeconfig: "apiVersion: v1" };
const firstPreview = { kubeconfig: UNKNOWN_ON_THE_WIRE };

const team = asRegistration(aTeam());

function settings(namespace?: string): Registration {
  const metadata = { name: "settings", ...(namespace !== undefined && { namespace }) };
  return {
    name: "settings",
    type: "kubernetes:core/v1:ConfigMap",
    inputs: { apiVersion: "v1", kind: "ConfigMap", metadata },
  };
}

function pod(image: string): Registration {
  return asRegistration(
    resource("kubernetes:core/v1:Pod", {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "worker", namespace: "team" },
      spec: change(POD_SPEC, "containers.0.image", image),
    }),
  );
}

/** What a namespace with pods has to have. */
const furnished = furnishings().map(asRegistration);

function asRegistration({ name, type, inputs }: Resource): Registration {
  // The fixtures have no unknown values, which JSON could not hold.
  return { name, type, inputs: JSON.parse(JSON.stringify(inputs)) as Registration["inputs"] };
}

/** The whole conversation of a preview: every resource, then the stack. */
async function preview(resources: readonly Registration[], provider: Registration["provider"], pack = shared) {
  const all: Diagnostic[] = [];
  for (const resource of resources) all.push(...(await pack.analyze({ ...resource, ...(provider && { provider }) })));
  return [...all, ...(await pack.analyzeStack(resources))];
}

/** Starting one takes seconds, so most tests share it. */
let shared: Pack;
test.before(async () => {
  shared = await startPack();
});
test.beforeEach(() => shared.configure({}));
test.after.always(() => shared.stop());

const [collector, ...others] = HOUSEKEEPING;

const lines = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ line }) => line);

test.serial("the pack starts from the project and from its own directory, and lists every policy once", async (t) => {
  for (const cwd of [path.dirname(POLICIES), POLICIES]) {
    const started = await startPack({ cwd });
    const info = await started.info();
    t.is(info.getName(), "spark-platform");
    t.is(info.getVersion(), "0.1.0");
    t.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      [collector, ...RULES, ...others].map(({ name }) => name),
    );
    await started.stop();
  }
});

test.serial("a violation has rule, level, resource, reason and fix, in a first preview and later", async (t) => {
  for (const provider of [firstPreview, known]) {
    const found = await preview([team, ...furnished, settings("taem"), pod("spark:latest")], provider);
    t.deepEqual(lines(found), ["mandatory k8s-image-pinned worker", "mandatory k8s-namespace-exists settings"]);
  }
  const [first] = await preview([team, ...furnished, pod("spark:latest")], known);
  t.is(
    first?.message,
    [
      "Every image has a digest or a tag other than `latest`, in Spark settings and pod template files too.",
      "Pod team/worker",
      '  - spec.containers[0] "base": image "spark:latest" has the moving tag latest',
      "Why: A moving tag gives two executors of one job different code, and a re-run of last month's job another result.",
      "Fix: Write the image as `name:tag` with a tag that is never pushed again, or as `name@sha256:…`.",
    ].join("\n"),
  );
});

test.serial("a correct program passes, in both orders and in each kind of preview", async (t) => {
  const program = [team, ...furnished, settings("team"), pod("spark:4.1.2")];
  for (const provider of [undefined, firstPreview, known]) {
    t.deepEqual(await preview(program, provider), []);
    t.deepEqual(await preview([...program].reverse(), provider), []);
  }
});

test.serial("an unknown value is only told in a first preview and breaks the rule in a later one", async (t) => {
  const program = [team, ...furnished, pod(UNKNOWN_ON_THE_WIRE)];
  const first = await preview(program, firstPreview);
  t.deepEqual(lines(first), ["advisory judged-later worker"]);
  t.true(first[0]?.message.includes('k8s-image-pinned: Pod team/worker\n  - spec.containers[0] "base": image is not'));
  t.deepEqual(lines(await preview(program, known)), ["mandatory k8s-image-pinned worker"]);
});

test.serial("an unknown namespace is accepted from a Namespace of the stack and from nothing else", async (t) => {
  const from = (source: string): Registration => ({
    ...settings(UNKNOWN_ON_THE_WIRE),
    dependencies: { metadata: [source] },
  });
  t.deepEqual(await preview([team, ...furnished, pod("spark:4"), from("team")], firstPreview), []);
  t.deepEqual(lines(await preview([team, ...furnished, pod("spark:4"), from("worker")], firstPreview)), [
    "advisory judged-later settings",
  ]);
});

test.serial("rules have levels and the collector has parameters, given by configuration", async (t) => {
  await shared.configure({
    "policy-collector": { level: "MANDATORY", properties: { externalNamespaces: ["elsewhere"] } },
    "k8s-image-pinned": { level: "ADVISORY" },
    "k8s-explicit-namespace": { level: "DISABLED" },
  });
  const program = [team, ...furnished, settings("elsewhere"), pod("spark")];
  t.deepEqual(lines(await preview(program, known)), ["advisory k8s-image-pinned worker"]);
  t.deepEqual(await preview([settings()], known), []);
});

test.serial("with the collector switched off nothing passes as judged", async (t) => {
  const blind = await startPack();
  t.teardown(blind.stop);
  await blind.configure({ "policy-collector": { level: "DISABLED" } });
  t.deepEqual(lines(await preview([team, settings()], known, blind)), [
    "mandatory policy-collector-integrity team",
    "mandatory policy-collector-integrity settings",
  ]);
});

test.serial("a resource that left the program is judged no more", async (t) => {
  await preview([team, settings("team")], known);
  t.deepEqual(lines(await preview([settings("team")], known)), ["mandatory k8s-namespace-exists settings"]);
});

test.serial(
  "an object that only the stack still has is judged by what it became, and one without that is reported",
  async (t) => {
    const kept: Registration = { ...settings("taem"), outputs: { metadata: { name: "settings", namespace: "taem" } } };
    await shared.analyze({ ...team, provider: known });
    t.deepEqual(lines(await shared.analyzeStack([team, kept])), ["mandatory k8s-namespace-exists settings"]);
    await shared.analyze({ ...team, provider: known });
    t.deepEqual(lines(await shared.analyzeStack([team, settings("taem")])), [
      "mandatory policy-collector-integrity settings",
    ]);
  },
);

test.serial("a name that the pack does not know is an error that tells the right one, all in one go", async (t) => {
  const config: Parameters<Pack["configure"]>[0] = {
    "k8s-image-pined": { level: "ADVISORY" },
    "k8s-resources": { level: "MANDATORY", properties: { strict: true } },
    "policy-collector": { level: "MANDATORY", properties: { externalNamespace: ["elsewhere"] } },
  };
  const error = await t.throwsAsync(shared.configure(config));
  t.is(
    error.message,
    [
      "2 UNKNOWN: the configuration has unknown names",
      '  - There is no policy "k8s-image-pined". Did you mean "k8s-image-pinned"?',
      '  - "k8s-resources" has no parameter "strict": parameters belong to "policy-collector".',
      '  - There is no parameter "externalNamespace". Did you mean "externalNamespaces"?',
    ].join("\n"),
  );
});

test.serial("an exception allows what it names and is shown, a bad one does not hold and is refused", async (t) => {
  const exception = { rule: "k8s-image-pinned", resource: "Pod team/worker", reason: "until the image is rebuilt" };
  const configure = (expires: string) =>
    shared.configure({
      "policy-collector": { level: "MANDATORY", properties: { exceptions: [{ ...exception, expires }] } },
    });
  await configure("2999-12-31");
  const allowed = await preview([team, ...furnished, pod("spark")], known);
  t.deepEqual(lines(allowed), ["advisory exception-used worker"]);
  t.regex(allowed[0]?.message ?? "", /^ {2}- allowed until 2999-12-31: until the image is rebuilt$/m);
  await configure("2020-01-01");
  t.deepEqual(lines(await preview([team, ...furnished, pod("spark")], known)), [
    "mandatory k8s-image-pinned worker",
    "mandatory exception-valid ",
  ]);
});

test.serial("a run ends with a line that says what was judged and what was not", async (t) => {
  const watched = await startPack();
  t.teardown(watched.stop);
  await preview([team, ...furnished, pod(UNKNOWN_ON_THE_WIRE)], firstPreview, watched);
  const line = `Policies: ${furnished.length + 2} resources judged by ${RULES.length} rules, 0 findings excepted, not judged: 1 for k8s-image-pinned, which needs a value that is not known yet\n`;
  t.is(watched.printed(), line);
});
