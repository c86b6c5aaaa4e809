import type { VpcCniOptionsArgs } from "@pulumi/eks/types/input.js";
import * as pulumi from "@pulumi/pulumi";

import { type AddonCluster, createAddon } from "./addon.js";

/** What the component sets when the program says nothing of it. Source: `computeEnv` of pulumi-eks. */
const ENVIRONMENT = {
  WARM_ENI_TARGET: "1",
  AWS_VPC_K8S_CNI_LOGLEVEL: "DEBUG",
  AWS_VPC_K8S_CNI_LOG_FILE: "/host/var/log/aws-routed-eni/ipamd.log",
  AWS_VPC_K8S_CNI_VETHPREFIX: "eni",
  AWS_VPC_ENI_MTU: "9001",
  AWS_VPC_K8S_PLUGIN_LOG_LEVEL: "DEBUG",
  AWS_VPC_K8S_PLUGIN_LOG_FILE: "/var/log/aws-routed-eni/plugin.log",
  ENABLE_POD_ENI: "false",
  AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "false",
  AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
};
const INIT_ENVIRONMENT = { DISABLE_TCP_EARLY_DEMUX: "false" };

/** Options that end up in a variable of the plugin. */
const VARIABLES = {
  nodePortSupport: "AWS_VPC_CNI_NODE_PORT_SUPPORT",
  customNetworkConfig: "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG",
  warmEniTarget: "WARM_ENI_TARGET",
  warmIpTarget: "WARM_IP_TARGET",
  warmPrefixTarget: "WARM_PREFIX_TARGET",
  enablePrefixDelegation: "ENABLE_PREFIX_DELEGATION",
  logLevel: "AWS_VPC_K8S_CNI_LOGLEVEL",
  logFile: "AWS_VPC_K8S_CNI_LOG_FILE",
  vethPrefix: "AWS_VPC_K8S_CNI_VETHPREFIX",
  eniMtu: "AWS_VPC_ENI_MTU",
  enablePodEni: "ENABLE_POD_ENI",
  cniConfigureRpfilter: "AWS_VPC_K8S_CNI_CONFIGURE_RPFILTER",
  cniCustomNetworkCfg: "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG",
  externalSnat: "AWS_VPC_K8S_CNI_EXTERNALSNAT",
  cniExternalSnat: "AWS_VPC_K8S_CNI_EXTERNALSNAT",
} as const satisfies Partial<Record<keyof VpcCniOptionsArgs, string>>;

/** The network plugin of AWS. */
export class VpcCniAddon extends pulumi.ComponentResource {
  constructor(
    name: string,
    { cluster, ...args }: VpcCniOptionsArgs & { readonly cluster: AddonCluster },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("eks:index:VpcCniAddon", name, {}, options);
    if (args.securityContextPrivileged !== undefined) {
      throw new pulumi.ResourceError("The simulated EKS does not patch the plugin's DaemonSet.", this);
    }
    const configurationValues = pulumi
      .output({ environment: environmentOf(args), values: args.configurationValues, policy: args.enableNetworkPolicy })
      .apply(({ environment, values = {}, policy }) => configuration(environment, values, policy));
    const addon = createAddon(
      name,
      "vpc-cni",
      cluster,
      { ...args, version: args.addonVersion, configurationValues },
      this,
    );
    this.registerOutputs({ addon });
  }
}

function environmentOf(args: VpcCniOptionsArgs): pulumi.Input<Record<string, pulumi.Input<string>>> {
  const given = Object.entries(VARIABLES).flatMap(([option, variable]) => {
    const value = args[option as keyof typeof VARIABLES];
    return value === undefined || value === false ? [] : [[variable, pulumi.interpolate`${value}`] as const];
  });
  return { ...ENVIRONMENT, ...Object.fromEntries(given) };
}

function configuration(
  environment: Record<string, string>,
  values: Record<string, unknown>,
  policy: boolean | undefined,
) {
  const init = asObject(values["init"]);
  return {
    ...(policy !== undefined && { enableNetworkPolicy: String(policy) }),
    ...values,
    env: { ...environment, ...asObject(values["env"]) },
    init: { ...init, env: { ...INIT_ENVIRONMENT, ...asObject(init["env"]) } },
  };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
