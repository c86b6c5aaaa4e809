import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { componentType, LABELS, PROJECT } from "../../vocabulary";

/** What an account may do in one namespace. */
export interface Grant {
  readonly namespace: string;
  readonly rules: readonly kubernetes.types.input.rbac.v1.PolicyRule[];
}

export interface WorkloadAccountArgs {
  /** Namespace the account lives in; must exist. Literal, like every name here: pods and bindings refer to it. */
  readonly namespace: string;
  /** Name of the ServiceAccount. */
  readonly account: string;
  /** Whether pods get a token for the API server unless they say otherwise themselves. */
  readonly token: boolean;
  /** Annotations of the ServiceAccount, by which a cloud knows it. Default: none. */
  readonly annotations?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Everything that the account may do, at most one entry per namespace. Empty: nothing. */
  readonly grants: readonly Grant[];
}

/**
 * A ServiceAccount and exactly its rights: in each granted namespace one Role and one RoleBinding, both named like the account. There is no
 * cluster-wide right by construction.
 *
 * @throws pulumi.ResourceError for an account without a token that is granted rights: nothing could use them.
 */
export class WorkloadAccount extends pulumi.ComponentResource {
  public readonly namespace: string;
  public readonly account: string;

  constructor(name: string, args: WorkloadAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("kubernetes", "WorkloadAccount"), name, {}, opts);
    this.namespace = args.namespace;
    this.account = args.account;
    if (!args.token && args.grants.length > 0) {
      throw new pulumi.ResourceError(
        `token = false: account ${args.account} is granted rights that it cannot use without a token; set token to true or leave grants empty`,
        this,
        true,
      );
    }

    const account = new kubernetes.core.v1.ServiceAccount(
      name,
      { metadata: accountMetadata(this.metadata(args.namespace), args), automountServiceAccountToken: args.token },
      { parent: this },
    );
    for (const grant of args.grants) this.grant(name, grant, account);
    this.registerOutputs({ namespace: this.namespace, account: this.account });
  }

  private grant(name: string, { namespace, rules }: Grant, account: kubernetes.core.v1.ServiceAccount): void {
    const role = new kubernetes.rbac.v1.Role(
      `${name}-${namespace}`,
      { metadata: this.metadata(namespace), rules: [...rules] },
      { parent: this },
    );
    new kubernetes.rbac.v1.RoleBinding(
      `${name}-${namespace}`,
      {
        metadata: this.metadata(namespace),
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: this.account },
        subjects: [{ kind: "ServiceAccount", namespace: this.namespace, name: this.account }],
      },
      { parent: this, dependsOn: [role, account] },
    );
  }

  private metadata(namespace: string): kubernetes.types.input.meta.v1.ObjectMeta {
    return { name: this.account, namespace, labels: { [LABELS.name]: this.account, [LABELS.partOf]: PROJECT } };
  }
}

function accountMetadata(
  metadata: kubernetes.types.input.meta.v1.ObjectMeta,
  { annotations = {} }: WorkloadAccountArgs,
): kubernetes.types.input.meta.v1.ObjectMeta {
  return Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations };
}
