import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { ACCOUNTS, componentType, EXECUTOR_TEMPLATE, LABELS, PROJECT, WAREHOUSE_SECRET } from "../../vocabulary";
import type { Placements } from "../placement";
import { executorPod } from "../spark/executor-pod";
import { driverRules } from "../spark/rbac";
import { WorkloadAccount } from "./workload-account";

export interface SparkTeamArgs {
  /** Key of the team in the settings. */
  readonly key: string;
  /** Namespace of the team; must exist. Literal: conf and role bindings name it. */
  readonly namespace: string;
  /** Which nodes executors run on. Default: any. */
  readonly nodes?: Placements;
  /** Database that jobs with `warehouse: true` write to. `url` is a JDBC URL without credentials. */
  readonly warehouse: {
    readonly url: pulumi.Input<string>;
    readonly user: pulumi.Input<string>;
    readonly password: pulumi.Input<string>;
  };
}

/**
 * What all Spark jobs of a team share: the account of drivers and the one of executors, the executors' pod template and the warehouse's credentials.
 */
export class SparkTeam extends pulumi.ComponentResource {
  public readonly namespace: string;

  constructor(name: string, args: SparkTeamArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("kubernetes", "SparkTeam"), name, {}, opts);
    this.namespace = args.namespace;
    const metadata = (object: string) => ({
      name: object,
      namespace: args.namespace,
      labels: { [LABELS.partOf]: PROJECT, [LABELS.team]: args.key },
    });

    new WorkloadAccount(
      `${name}-driver`,
      {
        namespace: args.namespace,
        account: ACCOUNTS.sparkDriver,
        token: true,
        grants: [{ namespace: args.namespace, rules: driverRules }],
      },
      { parent: this },
    );
    new WorkloadAccount(
      `${name}-executor`,
      { namespace: args.namespace, account: ACCOUNTS.sparkExecutor, token: false, grants: [] },
      { parent: this },
    );
    new kubernetes.core.v1.ConfigMap(
      `${name}-executor-template`,
      {
        metadata: metadata(EXECUTOR_TEMPLATE.configMap),
        data: { [EXECUTOR_TEMPLATE.file]: stringify(executorPod(args)) },
      },
      { parent: this },
    );
    new kubernetes.core.v1.Secret(
      `${name}-warehouse`,
      {
        metadata: metadata(WAREHOUSE_SECRET),
        // The SDK keeps all of it secret in the state.
        stringData: { ...args.warehouse },
      },
      { parent: this },
    );
    this.registerOutputs({ namespace: this.namespace });
  }
}
