/** What an existing cluster tells about itself, and what must not be there before the platform moves in. */
import { LABELS, PROJECT } from "../vocabulary.js";
import type { Kubectl, KubeTarget } from "./kubectl.js";
import type { SettingValues } from "./settings-file.js";

/** Tag of the committed image references: it stands for images that only `up` on the built-in cluster has. */
const BUILT_HERE = /:built-here$/;

/** What is needed of kubectl here. */
type Reader = Pick<Kubectl, "json">;

interface List<T> {
  items: T[];
}
interface Named {
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> };
}
interface EndpointSlice {
  endpoints: { addresses: string[] }[] | null;
  ports: { port: number }[];
}
interface Service {
  spec: { clusterIP: string; ports: { port: number }[] };
}

/** @throws Error that says how to get images, found before anything is started */
export function requireImages(settings: SettingValues): void {
  const references = Object.values((settings["images"] ?? {}) as Record<string, unknown>);
  if (!references.some((reference) => typeof reference === "string" && BUILT_HERE.test(reference))) return;
  throw new Error(
    "The settings name no images that this cluster could have. Build them and write their names into your settings:\n" +
      "  npm run images -- (--push REGISTRY | --kind CLUSTER | --minikube PROFILE) --settings FILE\n" +
      "then run this again with --settings FILE.",
  );
}

/**
 * The settings that only the cluster can know in the place of the written ones.
 *
 * @throws Error when the platform would take over namespaces of somebody else
 */
export async function foreignSettings(
  kubectl: Reader,
  kube: KubeTarget,
  written: SettingValues,
): Promise<SettingValues> {
  await refuseTakenNamespaces(kubectl, written);
  const storage = await defaultStorage(kubectl, written["postgres"]);
  return {
    cluster: { kind: "existing", ...kube },
    network: { ...(written["network"] as object), apiServer: await apiServer(kubectl) },
    ...(storage && { postgres: { ...(written["postgres"] as object), storage } }),
  };
}

/** Objects are written with server-side apply, which takes over what is there; and `down` would delete it. */
async function refuseTakenNamespaces(kubectl: Reader, { airflow, postgres, teams }: SettingValues): Promise<void> {
  const sections: Record<string, unknown> = {
    "airflow.namespace": airflow,
    "postgres.namespace": postgres,
    ...prefixKeys("teams", teams),
  };
  const { items } = await kubectl.json<List<Named>>(["get", "namespaces"]);
  const taken = items.filter(({ metadata }) => metadata.labels?.[LABELS.partOf] !== PROJECT);
  const names = taken.map(({ metadata }) => metadata.name);
  const problems = Object.entries(sections).flatMap(([key, section]) => {
    const namespace = (section as { namespace?: string } | undefined)?.namespace ?? key.split(".")[0] ?? "";
    return names.includes(namespace) ? [`  ${key} = ${namespace}: choose another name in the settings`] : [];
  });
  if (problems.length > 0)
    throw new Error(`These namespaces are there already and are not the platform's:\n${problems.join("\n")}`);
}

function prefixKeys(prefix: string, sections: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(sections ?? {}).map(([key, value]: [string, unknown]) => [`${prefix}.${key}.namespace`, value]),
  );
}

/** minikube, kind and Docker Desktop bring a default class, and the directory of a static volume would have to be made by hand on their node. */
async function defaultStorage(kubectl: Reader, postgres: unknown): Promise<object | undefined> {
  const { storage } = (postgres ?? {}) as { storage?: { kind?: string; size?: string } };
  if (storage?.kind !== "local") return undefined;
  const { items } = await kubectl.json<List<Named>>(["get", "storageclasses"]);
  const standard = items.find(
    ({ metadata }) => metadata.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true",
  );
  return standard && { kind: "class", className: standard.metadata.name, size: storage.size };
}

/** Where pods reach the API server: its Service, and the addresses behind it, which many network plug-ins judge by. */
async function apiServer(kubectl: Reader): Promise<{ cidr: string; port: number }[]> {
  const service = await kubectl.json<Service>(["get", "service", "kubernetes", "-n", "default"]);
  const selector = ["-n", "default", "-l", "kubernetes.io/service-name=kubernetes"];
  const slices = await kubectl.json<List<EndpointSlice>>(["get", "endpointslices", ...selector]);
  const { clusterIP, ports } = service.spec;
  const behind = slices.items.flatMap((slice) =>
    (slice.endpoints ?? []).flatMap(({ addresses }) =>
      addresses.flatMap((address) => slice.ports.map(({ port }) => ({ cidr: block(address), port }))),
    ),
  );
  return [...ports.map(({ port }) => ({ cidr: block(clusterIP), port })), ...behind];
}

const block = (address: string): string => `${address}/${address.includes(":") ? 128 : 32}`;
