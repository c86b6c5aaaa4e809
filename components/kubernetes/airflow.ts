import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ANNOTATIONS, componentType, LABELS, PORTS, PROJECT } from "../../vocabulary";
import type { Placement } from "../placement";
import { describeProblems } from "../problem";
import { KEEP_RUNNING, type PodTemplate } from "../spark/pod";
import { AIRFLOW_USER } from "./airflow-environment";
import { FILE_MAPS, filesHash, jobFiles, type Files } from "./airflow-files";
import { migrationJob, migrationName } from "./airflow-migration";
import { AIRFLOW, podLabels, serverPod } from "./airflow-pod";
import { airflowProblems } from "./airflow-problems";
import { airflowSecrets, type AirflowSecrets } from "./airflow-secrets";
import type { AirflowLogs, DagSource } from "./airflow-storage";
import type { Database } from "./database";
import { ONE_OFF_ANNOTATIONS } from "./one-off-job";

/** How the web pages are reached: from inside the cluster only, or on a port of the node that the pod runs on (30000 to 32767). */
export type AirflowService = { readonly kind: "clusterIp" } | { readonly kind: "nodePort"; readonly port: number };

export interface AirflowArgs {
  /** Namespace, which must exist. Literal, like every name here. */
  readonly namespace: string;
  /** ServiceAccount with the right to run pods in the jobs' namespaces. */
  readonly account: string;
  /** Pinned image with Airflow 3.3, its providers `cncf-kubernetes` and `postgres`, and uid 50000. */
  readonly image: string;
  /** Must answer when the component is made: pass what provides it in `dependsOn`. */
  readonly database: Database;
  /** DAG files and their helpers, by file name, all together at most 1 MiB. */
  readonly dags: Files;
  /** Driver pod templates by job name, with the namespace they run in; together at most 1 MiB as YAML. */
  readonly jobs: Readonly<Record<string, PodTemplate>>;
  /** Tasks that run at the same time, 1 to 64; a task that waits for a Spark job does not count. Each takes memory: see `schedulerMiB`. */
  readonly parallelism: number;
  readonly service: AirflowService;
  /** Where the logs of tasks go. Default: with the pod. */
  readonly logs?: AirflowLogs;
  /** Where DAG files come from. Default: `dags`. */
  readonly dagSource?: DagSource;
  /** Which nodes Airflow and its migration may run on. Default: any. */
  readonly placement?: Placement;
}

/** How long a roll-out may take: a start on a machine that is busy with Spark, seconds. */
const PROGRESS_SECONDS = 900;

/**
 * Airflow 3 in one pod: API server, scheduler with LocalExecutor, DAG processor and triggerer. No volume claim: state is in the database, and task logs
 * live as long as the pod unless they go to S3.
 *
 * A roll-out first runs the database migration as a Job; if that fails, files and pod stay as they were and the old version serves on. New DAG files, job
 * templates or secrets roll the pod. Spark drivers outlive it (`dags/spark_platform.py`). There is one user, {@link AIRFLOW_USER}, with a generated
 * password.
 *
 * @throws pulumi.ResourceError that lists everything that is wrong with the arguments.
 */
export class Airflow extends pulumi.ComponentResource {
  public readonly namespace: string;
  public readonly service = AIRFLOW;
  public readonly port = PORTS.airflowApi;
  public readonly user = AIRFLOW_USER;
  /** Password of {@link user}, a secret. */
  public readonly password: pulumi.Output<string>;

  constructor(name: string, args: AirflowArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("kubernetes", "Airflow"), name, {}, opts);
    this.namespace = args.namespace;
    const problems = airflowProblems(args);
    if (problems.length > 0) {
      throw new pulumi.ResourceError(`${name}: Airflow cannot be set up:\n${describeProblems(problems)}`, this, true);
    }

    const secrets = airflowSecrets(name, args.database, this);
    this.password = secrets.password;
    const secret = new kubernetes.core.v1.Secret(
      name,
      { metadata: this.metadata(AIRFLOW), stringData: { ...secrets.data } },
      { parent: this },
    );
    const migration = this.declareMigration(name, args, secret);
    const dags = this.declareFiles(`${name}-dags`, FILE_MAPS.dags, args.dags, migration);
    const jobs = this.declareFiles(`${name}-jobs`, FILE_MAPS.jobs, jobFiles(args.jobs), migration);
    const deployment = this.declareDeployment(name, args, secrets, [secret, dags, jobs, migration]);
    this.declareService(name, args, deployment);
    this.registerOutputs({ namespace: this.namespace, service: this.service, port: this.port, user: this.user });
  }

  /** After the migration: the pod of the old version sees new files of a folder at once, and all of them when it starts again. */
  private declareFiles(name: string, object: string, files: Files, migration: pulumi.Resource): pulumi.Resource {
    return new kubernetes.core.v1.ConfigMap(
      name,
      { metadata: this.metadata(object), data: { ...files } },
      { parent: this, dependsOn: [migration] },
    );
  }

  private declareMigration(name: string, args: AirflowArgs, secret: pulumi.Resource): pulumi.Resource {
    const spec = migrationJob(args);
    return new kubernetes.batch.v1.Job(
      `${name}-migration`,
      {
        metadata: { ...this.metadata(migrationName(spec, args.database)), annotations: ONE_OFF_ANNOTATIONS },
        spec,
      },
      { parent: this, dependsOn: [secret] },
    );
  }

  private declareDeployment(
    name: string,
    args: AirflowArgs,
    secrets: AirflowSecrets,
    dependsOn: pulumi.Resource[],
  ): pulumi.Resource {
    const labels = podLabels("server");
    const timeout = `${PROGRESS_SECONDS + 60}s`;
    return new kubernetes.apps.v1.Deployment(
      name,
      {
        metadata: this.metadata(AIRFLOW),
        spec: {
          // Two schedulers would share the work, but each with its own log files and its own idea of running tasks.
          replicas: 1,
          strategy: { type: "Recreate" },
          progressDeadlineSeconds: PROGRESS_SECONDS,
          selector: { matchLabels: labels },
          template: {
            metadata: {
              labels,
              annotations: {
                ...KEEP_RUNNING,
                [ANNOTATIONS.contentHash]: filesHash(args.dags, jobFiles(args.jobs)),
                [ANNOTATIONS.secretHash]: secrets.hash,
              },
            },
            spec: serverPod(args),
          },
        },
      },
      { parent: this, dependsOn, customTimeouts: { create: timeout, update: timeout } },
    );
  }

  /** After the Deployment: Pulumi waits for a Service until a pod answers behind it. */
  private declareService(name: string, { service }: AirflowArgs, deployment: pulumi.Resource): void {
    new kubernetes.core.v1.Service(
      name,
      {
        metadata: this.metadata(AIRFLOW),
        spec: {
          selector: podLabels("server"),
          ...reachedBy(service),
        },
      },
      { parent: this, dependsOn: [deployment] },
    );
  }

  private metadata(name: pulumi.Input<string>): kubernetes.types.input.meta.v1.ObjectMeta {
    return { name, namespace: this.namespace, labels: { [LABELS.name]: AIRFLOW, [LABELS.partOf]: PROJECT } };
  }
}

/** The part of the Service that differs. */
function reachedBy(service: AirflowService): kubernetes.types.input.core.v1.ServiceSpec {
  const port = { name: "http", port: PORTS.airflowApi, targetPort: "http" };
  if (service.kind === "clusterIp") return { type: "ClusterIP", ports: [port] };
  // Nodes that pass requests on to another one do so under their own address, and network policies would judge that instead of the client's.
  return { type: "NodePort", externalTrafficPolicy: "Local", ports: [{ ...port, nodePort: service.port }] };
}
