import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ACCOUNTS, componentType, LABELS, PROJECT, WORKLOADS } from "../../vocabulary";
import { describeProblems } from "../problem";
import { type Database, databaseProblems, type DatabaseServer, declaredDatabase } from "./database";
import {
  ADMIN_KEY,
  databaseSetupPod,
  type DatabaseSetupPodArgs,
  SETUP_CONFIG_MAP,
  SETUP_SECRET,
  setupFiles,
} from "./database-setup-pod";
import { GeneratedSecret } from "./generated-secret";
import { ONE_OFF_ANNOTATIONS, oneOffJob, oneOffName } from "./one-off-job";
import { WorkloadAccount } from "./workload-account";

export interface DatabaseSetupArgs extends DatabaseSetupPodArgs {
  /** Namespace of the Job, which must exist and let its pod reach the server. */
  readonly namespace: string;
  /** Pinned image with a shell and `psql` 14 or later on the PATH. */
  readonly image: string;
  /** Databases to make, each owned by a role of the same name. One that is no longer listed keeps its data and its owner. */
  readonly databases: readonly string[];
}

/**
 * Databases on a PostgreSQL server that somebody else runs, such as Amazon RDS: a Job that an update waits for makes the roles and databases that are
 * missing and drops nothing.
 *
 * There are two kinds of passwords. The administrator's belongs to the server, which may replace it at any time (RDS does so every week): it is read at
 * every update and used by this Job only. Those of the roles are generated once and kept in the stack's state, so that nobody who works with the databases
 * notices the replacement. The Job runs again when server, databases, their passwords or the scripts change, and not when the administrator's password does.
 *
 * @throws pulumi.ResourceError for names that cannot be databases, all of them at once.
 */
export class DatabaseSetup extends pulumi.ComponentResource implements DatabaseServer {
  private readonly databases: ReadonlyMap<string, Database>;

  constructor(name: string, args: DatabaseSetupArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("kubernetes", "DatabaseSetup"), name, {}, opts);
    const problems = databaseProblems(args.databases);
    if (problems.length > 0) {
      throw new pulumi.ResourceError(
        `${name}: the databases cannot be set up:\n${describeProblems(problems)}`,
        this,
        true,
      );
    }

    this.databases = new Map(args.databases.map((database) => [database, this.declareDatabase(name, args, database)]));
    const files = setupFiles();
    const passwords = Object.fromEntries([...this.databases].map(([key, { password }]) => [key, password]));

    const account = new WorkloadAccount(
      `${name}-account`,
      { namespace: args.namespace, account: ACCOUNTS.postgres, token: false, grants: [] },
      { parent: this },
    );
    const config = new kubernetes.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: metadata(SETUP_CONFIG_MAP, args.namespace), data: files },
      { parent: this },
    );
    const secret = new kubernetes.core.v1.Secret(
      `${name}-passwords`,
      {
        metadata: metadata(SETUP_SECRET, args.namespace),
        stringData: { ...passwords, [ADMIN_KEY]: args.server.adminPassword },
      },
      { parent: this },
    );
    const spec = oneOffJob({ ...podLabels, [LABELS.partOf]: PROJECT }, databaseSetupPod(args, args.databases));
    // A hash of random bytes gives none of them away, and the plan stays readable.
    const job = pulumi.unsecret(oneOffName("database-setup", [spec, files, passwords]));
    new kubernetes.batch.v1.Job(
      name,
      { metadata: { ...metadata(job, args.namespace), annotations: ONE_OFF_ANNOTATIONS }, spec },
      { parent: this, dependsOn: [account, config, secret] },
    );
    this.registerOutputs({ databases: args.databases });
  }

  public database(name: string): Database {
    return declaredDatabase(this.databases, name, this);
  }

  private declareDatabase(name: string, { server }: DatabaseSetupArgs, database: string): Database {
    const password = new GeneratedSecret(
      `${name}-${database}-password`,
      { format: "password", bytes: 24 },
      { parent: this },
    );
    const { host, port, sslMode } = server;
    return { host, port, name: database, user: database, password: password.value, sslMode };
  }
}

/** Network policies know the pod by it. */
const podLabels = { [LABELS.name]: WORKLOADS.postgres };

function metadata(name: pulumi.Input<string>, namespace: string): kubernetes.types.input.meta.v1.ObjectMeta {
  return { name, namespace, labels: { ...podLabels, [LABELS.partOf]: PROJECT } };
}
