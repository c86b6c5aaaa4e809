import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { ACCOUNTS, ANNOTATIONS, componentType, LABELS, PORTS, PROJECT, WORKLOADS } from "../../vocabulary";
import type { Placement } from "../placement";
import { describeProblems, type Problem } from "../problem";
import { milliCpu } from "../spark/cpu";
import { KEEP_RUNNING } from "../spark/pod";
import { type Database, databaseProblems, type DatabaseServer, declaredDatabase } from "./database";
import { GeneratedSecret } from "./generated-secret";
import { CONFIG_MAP, configFiles, PASSWORDS_SECRET, postgresPod } from "./postgres-pod";
import { dataClaim, type PostgresStorage } from "./postgres-storage";
import { WorkloadAccount } from "./workload-account";

export interface PostgresArgs {
  /** Namespace, which must exist and let one volume claim in. */
  readonly namespace: string;
  /** Pinned image with `initdb`, `postgres`, `pg_ctl` and `psql` on the PATH and a user `postgres` of uid and gid 999. */
  readonly image: string;
  readonly storage: PostgresStorage;
  /** Whether Pulumi refuses to delete claim and volume, also where it would make them anew: for another class, path or namespace. */
  readonly protect: boolean;
  /** CPU set aside, as cores (`1`) or thousandths (`250m`); the server may use up to four times as much while it is idle. */
  readonly cpu: string;
  /** Memory set aside, and the most that the server gets. A Kubernetes quantity (`1Gi`). */
  readonly memory: string;
  /** Which nodes the server may run on. Default: any. */
  readonly placement?: Placement;
  /** Databases to make, each owned by a role of the same name. One that is no longer listed keeps its data and its owner. */
  readonly databases: readonly string[];
}

const NAME = "postgres";

/**
 * One PostgreSQL server with its databases: a StatefulSet of one, since one volume belongs to one pod. Passwords are generated once. A changed password,
 * database list or setting rolls the pod, and its init container applies the change. The superuser has no password and cannot log in over the network;
 * `kubectl exec` into the pod is the way in.
 *
 * @throws pulumi.ResourceError for names that cannot be databases and a CPU that is no quantity, all of them at once.
 */
export class Postgres extends pulumi.ComponentResource implements DatabaseServer {
  private readonly databases: ReadonlyMap<string, Database>;

  constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("kubernetes", "Postgres"), name, {}, opts);
    const problems = argumentProblems(args);
    if (problems.length > 0) {
      throw new pulumi.ResourceError(
        `${name}: the server cannot be set up:\n${describeProblems(problems)}`,
        this,
        true,
      );
    }

    this.databases = new Map(args.databases.map((database) => [database, this.declareDatabase(name, args, database)]));
    const files = configFiles();
    const passwords = Object.fromEntries([...this.databases].map(([key, { password }]) => [key, password]));

    const account = new WorkloadAccount(
      `${name}-account`,
      { namespace: args.namespace, account: ACCOUNTS.postgres, token: false, grants: [] },
      { parent: this },
    );
    const claim = dataClaim(name, args.namespace, args.storage, { parent: this, protect: args.protect });
    const config = new kubernetes.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: metadata(CONFIG_MAP, args.namespace), data: files },
      { parent: this },
    );
    const secret = new kubernetes.core.v1.Secret(
      `${name}-passwords`,
      { metadata: metadata(PASSWORDS_SECRET, args.namespace), stringData: passwords },
      { parent: this },
    );
    new kubernetes.core.v1.Service(
      name,
      {
        metadata: metadata(NAME, args.namespace),
        spec: {
          type: "ClusterIP",
          selector: podLabels,
          ports: [{ name: NAME, port: PORTS.postgres, targetPort: NAME }],
        },
      },
      { parent: this },
    );
    new kubernetes.apps.v1.StatefulSet(
      name,
      {
        metadata: metadata(NAME, args.namespace),
        spec: {
          serviceName: NAME,
          replicas: 1,
          // The default never replaces a pod that is not ready, so the update that mends a bad roll-out would wait for it for ever.
          podManagementPolicy: "Parallel",
          selector: { matchLabels: podLabels },
          template: {
            metadata: {
              labels: { ...podLabels, [LABELS.partOf]: PROJECT },
              annotations: { ...KEEP_RUNNING, [ANNOTATIONS.contentHash]: contentHash({ files, passwords }) },
            },
            spec: postgresPod(args),
          },
        },
      },
      { parent: this, dependsOn: [account, claim, config, secret] },
    );
    this.registerOutputs({ databases: args.databases });
  }

  public database(name: string): Database {
    return declaredDatabase(this.databases, name, this);
  }

  private declareDatabase(name: string, { namespace }: PostgresArgs, database: string): Database {
    const password = new GeneratedSecret(
      `${name}-${database}-password`,
      { format: "password", bytes: 24 },
      { parent: this },
    );
    return {
      host: `${NAME}.${namespace}.svc`,
      port: PORTS.postgres,
      name: database,
      user: database,
      password: password.value,
    };
  }
}

const podLabels = { [LABELS.name]: WORKLOADS.postgres };

function metadata(name: string, namespace: string): kubernetes.types.input.meta.v1.ObjectMeta {
  return { name, namespace, labels: { ...podLabels, [LABELS.partOf]: PROJECT } };
}

/** Changes whenever a mounted file does. Not a secret, so that the plan stays readable: a hash of random bytes gives none of them away. */
function contentHash(content: { files: Record<string, string>; passwords: Record<string, pulumi.Input<string>> }) {
  const hash = pulumi.jsonStringify(content).apply((json) => createHash("sha256").update(json).digest("hex"));
  return pulumi.unsecret(hash);
}

function argumentProblems({ cpu, databases }: PostgresArgs): Problem[] {
  const problems = databaseProblems(databases);
  if (milliCpu(cpu) === undefined) {
    problems.push({
      path: "cpu",
      value: cpu,
      rule: "must be a CPU quantity above zero",
      fix: "write 1 or 250m, for example",
    });
  }
  return problems;
}
