import type { NetworkPlaces } from "../components/kubernetes/network-rules";
import type { Cluster } from "./cluster";
import type { Settings } from "./settings";

/** What lies around the platform, for network policies. */
export function networkPlaces({ network }: Settings, { apiServer, dnsCidrs }: Cluster): NetworkPlaces {
  return { apiServer, dnsCidrs: [...dnsCidrs, ...network.dnsCidrs], airflowClients: network.airflowClients };
}
