/** Networks inside a cluster. They exist only in the node's own network namespace, so every cluster has the same. */

export const SERVICE_CIDR = "10.96.0.0/16";
export const POD_CIDR = "10.244.0.0/16";

/** First address of {@link SERVICE_CIDR}: the API server gives it to the Service `kubernetes`. */
export const API_SERVICE_ADDRESS = "10.96.0.1";
export const API_PORT = 6443;

export const DNS_SERVICE_ADDRESS = "10.96.0.10";
export const DNS_DOMAIN = "cluster.local";
/** CoreDNS answers here, on the node's address, whether it is up. */
export const DNS_HEALTH_PORT = 8053;
/** kube-proxy's own default; healthy once its rules are written. */
export const PROXY_HEALTH_PORT = 10256;
