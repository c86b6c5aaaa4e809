/** The arrows of the picture. Each is a right that the stack gives: to make pods, to open the database, to use a bucket. */
import { PORTS } from "../../vocabulary.js";
import { driversOf, executorsOf, scheduleOf, type Store, type Workload } from "./boxes.js";
import type { Labels, Resources, Statement } from "./resources.js";

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export function arrows(resources: Resources, workloads: readonly Workload[], stores: readonly Store[]): Arrow[] {
  const all = [
    ...scheduled(workloads),
    ...startingPods(resources, workloads),
    ...openingDatabase(resources, workloads, stores),
    ...usingBuckets(resources, workloads),
  ];
  const different = [...new Map(all.map((arrow) => [JSON.stringify(arrow), arrow])).values()];
  return different.filter((arrow) => !different.some((other) => isForExecutorsToo(arrow, other)));
}

/** What a driver may do for its executors is drawn from these. */
function isForExecutorsToo(arrow: Arrow, other: Arrow): boolean {
  const namespace = other.from.split("/")[0] ?? "";
  const executors = other.from === executorsOf(namespace) && arrow.from === driversOf(namespace);
  return executors && arrow.to === other.to && arrow.label === other.label;
}

function scheduled(workloads: readonly Workload[]): Arrow[] {
  const namespaces = workloads
    .filter(({ id, namespace }) => id === scheduleOf(namespace))
    .map(({ namespace }) => namespace);
  return namespaces.map((namespace) => ({ from: scheduleOf(namespace), to: driversOf(namespace), label: "starts" }));
}

/** Who may make pods in a namespace makes drivers, and a driver makes executors. */
function startingPods(resources: Resources, workloads: readonly Workload[]): Arrow[] {
  const roles = resources.of("kubernetes:rbac.authorization.k8s.io/v1:Role");
  return resources.of("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding").flatMap(({ inputs }) => {
    const { namespace } = inputs.metadata;
    const role = roles.find(
      ({ inputs: { metadata } }) => metadata.namespace === namespace && metadata.name === inputs.roleRef.name,
    );
    const mayStart = role?.inputs.rules.some(
      ({ resources: kinds, verbs }) => kinds.includes("pods") && verbs.includes("create"),
    );
    if (mayStart !== true) return [];
    return inputs.subjects.flatMap((subject) =>
      usersOf(subject.namespace, subject.name, workloads).map(({ id }) =>
        id === driversOf(namespace)
          ? { from: id, to: executorsOf(namespace), label: "starts" }
          : { from: id, to: driversOf(namespace), label: "starts" },
      ),
    );
  });
}

function openingDatabase(resources: Resources, workloads: readonly Workload[], stores: readonly Store[]): Arrow[] {
  const databases = stores.filter(({ id }) => id.startsWith("rds/"));
  return resources.of("kubernetes:networking.k8s.io/v1:NetworkPolicy").flatMap(({ inputs: { metadata, spec } }) => {
    const opens = (spec.egress ?? []).some(({ ports = [] }) => ports.some(({ port }) => port === PORTS.postgres));
    if (!opens) return [];
    const selector = spec.podSelector.matchLabels ?? {};
    const selected = workloads.filter(
      ({ namespace, labels }) => namespace === metadata.namespace && labels.some((own) => matches(own, selector)),
    );
    return selected.flatMap(({ id }) => databases.map((database) => ({ from: id, to: database.id, label: "" })));
  });
}

function usingBuckets(resources: Resources, workloads: readonly Workload[]): Arrow[] {
  const policies = resources.of("aws:iam/rolePolicy:RolePolicy");
  return resources.of("aws:eks/podIdentityAssociation:PodIdentityAssociation").flatMap(({ name, inputs }) => {
    const policy = policies.find((candidate) => candidate.name === name)?.inputs.policy;
    const uses = (policy?.Statement ?? []).flatMap(usesOf);
    return usersOf(inputs.namespace, inputs.serviceAccount, workloads).flatMap(({ id }) =>
      uses
        .filter((use) => !isForWriting(use, uses))
        .map(({ to, verb, prefix }) => ({ from: id, to, label: `${verb} ${prefix}/` })),
    );
  });
}

interface Use {
  readonly to: string;
  readonly verb: "reads" | "writes";
  readonly prefix: string;
}

/** Who writes may read what they wrote. */
function isForWriting({ to, verb, prefix }: Use, uses: readonly Use[]): boolean {
  return verb === "reads" && uses.some((use) => use.verb === "writes" && use.to === to && use.prefix === prefix);
}

function usesOf({ Action: actions, Resource: patterns }: Statement): Use[] {
  const verb = actions.includes("s3:PutObject") ? "writes" : actions.includes("s3:GetObject") ? "reads" : undefined;
  if (verb === undefined) return [];
  return patterns.flatMap((pattern) => {
    const [, bucket, prefix] = /^arn:aws:s3:::([^/]+)\/(.+)\/\*$/.exec(pattern) ?? [];
    return bucket === undefined || prefix === undefined ? [] : [{ to: `s3/${bucket}`, verb, prefix }];
  });
}

function usersOf(namespace: string, account: string, workloads: readonly Workload[]): Workload[] {
  return workloads.filter((candidate) => candidate.namespace === namespace && candidate.accounts.includes(account));
}

function matches(labels: Labels, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
