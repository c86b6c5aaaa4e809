/** Objects for tests about namespaces and access, and macros that look at each program in a first preview too. */
import test from "ava";

import type { Resource } from "../../policies/model/resource.js";
import type { Value } from "../../policies/model/values.js";
import { TEAM, UNKNOWN, change, resource } from "./objects.js";
import { type Program, verdict } from "./verdict.js";

export const RBAC = "rbac.authorization.k8s.io/v1";
/** URN of the provider of another cluster. */
export const ANOTHER = "urn:pulumi:test::test::pulumi:providers:kubernetes::another";
export const AWS = "urn:pulumi:test::test::pulumi:providers:aws::cloud";

type Fields = Readonly<Record<string, Value>>;

/** An object by its `apiVersion` and kind. */
export function object(
  apiVersion: string,
  kind: string,
  metadata: Value,
  rest: Fields = {},
  more: Partial<Resource> = {},
) {
  const token = `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`;
  return resource(token, { apiVersion, kind, metadata, ...rest }, more);
}

/** A ConfigMap `settings`, which no other rule has anything to say about. */
export function settings(namespace: Value | undefined, more: Partial<Resource> = {}): Resource {
  return object("v1", "ConfigMap", { name: "settings", ...(namespace !== undefined && { namespace }) }, {}, more);
}

/** A Namespace that is not `team`. */
export function namespace(name: string, more: Partial<Resource> = {}): Resource {
  return resource("kubernetes:core/v1:Namespace", change(TEAM, "metadata.name", name), more);
}

export function account(name: Value, namespace: Value = "team", more: Partial<Resource> = {}): Resource {
  return object("v1", "ServiceAccount", { name, namespace }, {}, more);
}

/** A binding of its subjects to a Role, in namespace `team` unless it is said otherwise. */
export function binding(subjects: Value, more: Partial<Resource> & { readonly namespace?: Value } = {}): Resource {
  const { namespace = "team", ...others } = more;
  const roleRef: Value = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" };
  return object(RBAC, "RoleBinding", { name: "readers", namespace }, { roleRef, subjects }, others);
}

export function clusterBinding(subjects: Value, role = "view", more: Partial<Resource> = {}): Resource {
  const roleRef: Value = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role };
  return object(RBAC, "ClusterRoleBinding", { name: "readers" }, { roleRef, subjects }, more);
}

export function subject(name: Value, namespace: Value | undefined): Value {
  return { kind: "ServiceAccount", name, ...(namespace !== undefined && { namespace }) };
}

/** The account `spark-driver`, which each program with the namespace `team` has. */
export const DRIVER = subject("spark-driver", "team");

export function definition(scope: Value | undefined, more: Partial<Resource> = {}): Resource {
  const spec: Value = { group: "example.org", names: { kind: "Widget" }, ...(scope !== undefined && { scope }) };
  const token = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
  const inputs: Value = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", spec };
  return resource(token, inputs, { name: "definition", ...more });
}

/** An object of the kind that {@link definition} defines. */
export function widget(namespace?: Value, more: Partial<Resource> = {}): Resource {
  return object("example.org/v1", "Widget", { name: "it", ...(namespace !== undefined && { namespace }) }, {}, more);
}

export const RELEASE = "kubernetes:helm.sh/v3:Release";

/** A release or chart that somebody has listed. */
export function chart(type: string, inputs: Fields, more: Partial<Resource> = {}): Resource {
  return resource(type, { chart: "listed", ...inputs }, { name: "airflow", ...more });
}

export const LISTED = { allowedCharts: ["listed"] } as const;

/** The program as the preview shows it in which the kubeconfig is not known yet. */
export function firstPreview(program: Program): Program {
  return { ...program, resources: program.resources.map((one) => ({ ...one, providerKnown: false })) };
}

function everywhere(program: Program): readonly Program[] {
  const backwards = { ...program, resources: [...program.resources].reverse() };
  return [program, backwards, firstPreview(program), firstPreview(backwards)];
}

/** A program that is refused with exactly these lines, and its nearest neighbour that passes: in both orders, and in a first preview as in any other. */
export const refusesEverywhere = test.macro((t, refused: Program, lines: readonly string[], neighbour: Program) => {
  for (const program of everywhere(refused)) t.deepEqual(verdict(program), [...lines].sort());
  for (const program of everywhere(neighbour)) t.deepEqual(verdict(program), []);
});

export const acceptsEverywhere = test.macro((t, program: Program) => {
  for (const one of everywhere(program)) t.deepEqual(verdict(one), []);
});

/** A program in which a value that is not known yet decides: only told in a first preview, refused in any other. */
export const waits = test.macro((t, program: Program, rule: string, problem: string, neighbour: Program) => {
  const [now, , first] = everywhere(program);
  t.deepEqual(now && verdict(now), [`${rule} ${problem}`]);
  t.deepEqual(first && verdict(first), [`later ${problem}`]);
  for (const one of everywhere(neighbour)) t.deepEqual(verdict(one), []);
});

export { UNKNOWN };

/** ConfigMaps with this metadata, in one resource. */
export function list(...items: readonly Value[]): Resource {
  const objects = items.map((metadata): Value => ({ apiVersion: "v1", kind: "ConfigMap", metadata }));
  return resource(
    "kubernetes:core/v1:ConfigMapList",
    { apiVersion: "v1", kind: "ConfigMapList", items: objects },
    { name: "all" },
  );
}
