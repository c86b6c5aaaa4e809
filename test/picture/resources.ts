/** The resources of a stack that a picture of it is drawn from, as the engine says in a preview that it would make them. */
import { parse } from "yaml";

import { readEventLog } from "../../report/index.js";

/** Inputs of a resource, of which each reader expects its own part. */
interface Resource {
  readonly type: string;
  readonly name: string;
  readonly inputs: object;
}

export type Labels = Readonly<Record<string, string>>;

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Labels;
}

/** What of a pod is drawn. */
export interface PodTemplate {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly nodeSelector?: Labels;
    readonly containers: readonly { readonly name: string; readonly args?: readonly string[] }[];
  };
}

/** Of an IAM policy. */
export interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

export interface CronJob {
  readonly metadata: Metadata;
  readonly spec: {
    readonly schedule: string;
    readonly timeZone: string;
    readonly suspend?: boolean;
    readonly jobTemplate: { readonly spec: { readonly template: PodTemplate } };
  };
}

interface Kinds {
  readonly "aws:eks/cluster:Cluster": { readonly name: string; readonly version: string };
  readonly "aws:ec2/vpc:Vpc": { readonly cidrBlock: string };
  readonly "aws:ec2/natGateway:NatGateway": object;
  readonly "aws:rds/instance:Instance": {
    readonly identifier: string;
    readonly engineVersion: string;
    readonly instanceClass: string;
    readonly multiAz: boolean;
  };
  readonly "pulumi-nodejs:dynamic/spark-platform:GeneratedSecret": object;
  readonly "aws:s3/bucket:Bucket": { readonly bucket: string };
  readonly "aws:iam/rolePolicy:RolePolicy": { readonly policy: { readonly Statement: readonly Statement[] } };
  readonly "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    readonly namespace: string;
    readonly serviceAccount: string;
  };
  readonly "kubernetes:core/v1:Namespace": { readonly metadata: Metadata };
  readonly "kubernetes:core/v1:ConfigMap": {
    readonly metadata: Metadata;
    readonly data: Readonly<Record<string, string>>;
  };
  readonly "kubernetes:apps/v1:Deployment": {
    readonly metadata: Metadata;
    readonly spec: { readonly template: PodTemplate };
  };
  readonly "kubernetes:batch/v1:Job": {
    readonly metadata: Metadata;
    readonly spec: { readonly template: PodTemplate };
  };
  readonly "kubernetes:batch/v1:CronJob": CronJob;
  readonly "kubernetes:rbac.authorization.k8s.io/v1:Role": {
    readonly metadata: Metadata;
    readonly rules: readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
  };
  readonly "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": {
    readonly metadata: Metadata;
    readonly roleRef: { readonly name: string };
    readonly subjects: readonly { readonly name: string; readonly namespace: string }[];
  };
  readonly "kubernetes:networking.k8s.io/v1:NetworkPolicy": {
    readonly metadata: Metadata;
    readonly spec: {
      readonly podSelector: { readonly matchLabels?: Labels };
      readonly egress?: readonly { readonly ports?: readonly { readonly port: number }[] }[];
    };
  };
  readonly "kubernetes:karpenter.sh/v1:NodePool": {
    readonly spec: {
      readonly template: {
        readonly metadata: { readonly labels: Labels };
        readonly spec: {
          readonly requirements: readonly { readonly key: string; readonly values: readonly string[] }[];
        };
      };
    };
  };
}

export interface Named<Inputs> {
  /** Name in the program. */
  readonly name: string;
  readonly inputs: Inputs;
}

/** Resources by their type, in the order of their names. */
export class Resources {
  private readonly all: readonly Resource[];

  /** @param eventLog of a preview in an empty account, by `pulumi preview --event-log` */
  constructor(eventLog: string) {
    const { changes } = readEventLog(eventLog);
    const resources = changes.map(({ type, name, after = {} }) => ({ type, name, inputs: after }));
    this.all = resources.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  of<Type extends keyof Kinds>(type: Type): Named<Kinds[Type]>[] {
    return this.all
      .filter((one) => one.type === type)
      .map(({ name, inputs }) => ({ name, inputs: inputs as Kinds[Type] }));
  }

  /** The template of the executors of each namespace that has one: a file in a ConfigMap. */
  executorTemplates(): { readonly namespace: string; readonly template: PodTemplate }[] {
    return this.of("kubernetes:core/v1:ConfigMap").flatMap(({ inputs: { metadata, data } }) => {
      const file = data["executor.yaml"];
      return file === undefined ? [] : [{ namespace: metadata.namespace, template: parse(file) as PodTemplate }];
    });
  }
}
