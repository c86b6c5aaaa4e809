import type { types } from "@pulumi/kubernetes";

const VOLUME = "api-token";

/**
 * The account's token for the API server, as Kubernetes itself would mount it into every container of the pod: same files, same life time. Mounted by
 * hand, it is in those containers only that talk to the API server.
 */
export const tokenVolume: types.input.core.v1.Volume = {
  name: VOLUME,
  projected: {
    sources: [
      // Seconds. The kubelet renews it in time; with exactly this number the API server tolerates clients that read it only once.
      { serviceAccountToken: { path: "token", expirationSeconds: 3607 } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
      { downwardAPI: { items: [{ path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } }] } },
    ],
  },
};

/** Mount of {@link tokenVolume}, where Kubernetes' clients look. */
export const tokenMount: types.input.core.v1.VolumeMount = {
  name: VOLUME,
  mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
  readOnly: true,
};
