import { Netmask } from "netmask";

/** Place of the DNS Service among the addresses of Services. Source: EKS user guide, "View Amazon EKS networking requirements": `x.x.x.10`. */
const DNS_PLACE = 10;

/** Blocks of one address at which EKS itself puts Services: the Kubernetes API, which has the first of all, and DNS. */
export function serviceBlocks(serviceCidr: string): { readonly api: string; readonly dns: string } {
  const first = new Netmask(new Netmask(serviceCidr).first, "32");
  return { api: first.toString(), dns: first.next(DNS_PLACE - 1).toString() };
}
