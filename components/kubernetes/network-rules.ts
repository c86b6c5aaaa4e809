import { LABELS, PORTS, SPARK_ROLES, WORKLOADS } from "../../vocabulary";

/** Pods by their labels; in another namespace if a namespace selector stands beside them. */
interface PodPeer {
  readonly namespaceSelector?: { readonly matchLabels: Record<string, string> };
  readonly podSelector: { readonly matchLabels: Record<string, string> };
}

type Peer = PodPeer | { readonly ipBlock: { readonly cidr: string } };

interface Port {
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
}

interface IngressRule {
  readonly from: Peer[];
  readonly ports: Port[];
}

export interface EgressRule {
  readonly to: Peer[];
  readonly ports: Port[];
}

/** The part of a NetworkPolicy's spec that this platform uses, as plain data: fits `kubernetes.networking.v1.NetworkPolicy` and a YAML file alike. */
export interface NetworkPolicySpec {
  readonly podSelector: { readonly matchLabels?: Record<string, string> };
  readonly policyTypes: ("Ingress" | "Egress")[];
  readonly ingress?: IngressRule[];
  readonly egress?: EgressRule[];
}

/** Policies by name. */
export type NetworkPolicies = Record<string, NetworkPolicySpec>;

/** What lies outside the declared namespaces. */
export interface NetworkPlaces {
  /**
   * Where the Kubernetes API server answers. Most network plug-ins compare with the address after service translation, that is with the endpoint's
   * own address and port (often 6443) and not with those of the service `kubernetes` (443); listing both is right for every plug-in.
   */
  readonly apiServer: readonly { readonly cidr: string; readonly port: number }[];
  /** Further addresses that answer DNS, beside the pods labelled `k8s-app=kube-dns` in `kube-system`: a resolver on the node, for instance. */
  readonly dnsCidrs: readonly string[];
  /** Who may open Airflow's web UI. */
  readonly airflowClients: readonly string[];
}

/** Where databases answer: the pods of Postgres in a namespace, or addresses outside the cluster. */
export type DatabasePlace =
  | { readonly kind: "pods"; readonly namespace: string }
  | { readonly kind: "addresses"; readonly cidrs: readonly string[] };

const airflowPods = pods({ [LABELS.name]: WORKLOADS.airflow });
const postgresPods = pods({ [LABELS.name]: WORKLOADS.postgres });
const driverPods = pods({ [LABELS.sparkRole]: SPARK_ROLES.driver });
const executorPods = pods({ [LABELS.sparkRole]: SPARK_ROLES.executor });

/** Airflow's namespace: the API server (pods are started and watched through it), the database, and the web UI for its clients. */
export function airflowTraffic(network: NetworkPlaces, database: DatabasePlace): NetworkPolicies {
  return {
    dns: dnsPolicy(network),
    airflow: {
      ...airflowPods,
      policyTypes: ["Ingress", "Egress"],
      ingress: ingressFrom(network.airflowClients.map(block), [PORTS.airflowApi]),
      egress: [...egressToApiServer(network), ...egressToDatabase(database)],
    },
  };
}

/**
 * A Spark team's namespace. Executors register with the driver, and everyone fetches blocks from everyone. Both reach the warehouse: Spark's JDBC writer
 * runs in the executors. Only drivers reach the API server. Jobs of one team are not kept apart from each other.
 */
export function sparkTraffic(network: NetworkPlaces, database: DatabasePlace): NetworkPolicies {
  const warehouse = egressToDatabase(database);
  return {
    dns: dnsPolicy(network),
    driver: {
      ...driverPods,
      policyTypes: ["Ingress", "Egress"],
      ingress: ingressFrom([executorPods], [PORTS.sparkDriver, PORTS.sparkBlockManager]),
      egress: [...egressTo([executorPods], [PORTS.sparkBlockManager]), ...egressToApiServer(network), ...warehouse],
    },
    executor: {
      ...executorPods,
      policyTypes: ["Ingress", "Egress"],
      ingress: ingressFrom([driverPods, executorPods], [PORTS.sparkBlockManager]),
      egress: [
        ...egressTo([driverPods], [PORTS.sparkDriver, PORTS.sparkBlockManager]),
        ...egressTo([executorPods], [PORTS.sparkBlockManager]),
        ...warehouse,
      ],
    },
  };
}

/** Postgres' namespace: Airflow and the Spark pods of the given namespaces may connect; Postgres itself calls nobody. */
export function postgresTraffic(clients: {
  readonly airflow: string;
  readonly spark: readonly string[];
}): NetworkPolicies {
  const peers = [
    inNamespace(clients.airflow, airflowPods),
    ...clients.spark.flatMap((namespace) => [inNamespace(namespace, driverPods), inNamespace(namespace, executorPods)]),
  ];
  return {
    postgres: { ...postgresPods, policyTypes: ["Ingress"], ingress: ingressFrom(peers, [PORTS.postgres]) },
  };
}

/** Namespace of the Job that sets up databases on a server elsewhere: it connects, and nobody connects to it. */
export function databaseSetupTraffic(network: NetworkPlaces, database: DatabasePlace): NetworkPolicies {
  return {
    dns: dnsPolicy(network),
    setup: { ...postgresPods, policyTypes: ["Egress"], egress: egressToDatabase(database) },
  };
}

function dnsPolicy({ dnsCidrs }: NetworkPlaces): NetworkPolicySpec {
  const servers = [inNamespace("kube-system", pods({ "k8s-app": "kube-dns" })), ...dnsCidrs.map(block)];
  const ports: Port[] = [
    { protocol: "UDP", port: PORTS.dns },
    { protocol: "TCP", port: PORTS.dns },
  ];
  return { podSelector: {}, policyTypes: ["Egress"], egress: [{ to: servers, ports }] };
}

function egressToApiServer({ apiServer }: NetworkPlaces): EgressRule[] {
  return apiServer.flatMap(({ cidr, port }) => egressTo([block(cidr)], [port]));
}

function egressToDatabase(database: DatabasePlace): EgressRule[] {
  if (database.kind === "pods") return egressTo([inNamespace(database.namespace, postgresPods)], [PORTS.postgres]);
  return egressTo(database.cidrs.map(block), [PORTS.postgres]);
}

/** No rule for no peers, here and below: Kubernetes reads an empty list as "anyone". */
function ingressFrom(from: Peer[], ports: number[]): IngressRule[] {
  return from.length === 0 ? [] : [{ from, ports: ports.map(tcp) }];
}

export function egressTo(to: Peer[], ports: number[]): EgressRule[] {
  return to.length === 0 ? [] : [{ to, ports: ports.map(tcp) }];
}

function tcp(port: number): Port {
  return { protocol: "TCP", port };
}

export function pods(matchLabels: Record<string, string>): PodPeer {
  return { podSelector: { matchLabels } };
}

/** Namespaces carry their own name as a label, set by the API server. */
function inNamespace(namespace: string, peer: PodPeer): PodPeer {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } }, ...peer };
}

export function block(cidr: string): Peer {
  return { ipBlock: { cidr } };
}
