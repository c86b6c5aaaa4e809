import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Stands for a cluster of the same stack: it is there and has an address only after the first `up`. */
class ClusterToBe extends pulumi.dynamic.Resource {
  declare public readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string) {
    const provider: pulumi.dynamic.ResourceProvider = {
      create: () => Promise.reject(new Error("Only previews are made of this program.")),
    };
    super(provider, name, { kubeconfig: undefined });
  }
}

/** A provider whose kubeconfig no preview knows. */
export function providerToBe(): k8s.Provider {
  return new k8s.Provider("cluster", { kubeconfig: new ClusterToBe("cluster-to-be").kubeconfig });
}
