/** What the model of volumes says of claims and volumes that the specification does not list. */
import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { PROVIDER, UNKNOWN, change, configMap, resource } from "../../objects.js";
import { type Fields, deployment, inTeam, job, object, podWith, statefulSet, uses } from "../builders.js";
import type { Program } from "../levels.js";
import { PASSES, type Row, refused, secondRefused, unknownDecides } from "../row.js";
import type { State } from "../states.js";
import {
  EBS,
  RWX,
  awsAttachment,
  claim,
  claimSpec,
  claimTemplate,
  isDefault,
  onEbs,
  storageClass,
  volume,
} from "../storage.js";

const data = claim("data");
const web = deployment("web", [uses("data")]);
const correct: Program = { resources: inTeam(data, web) };

const custom = (volume: Value): Program => ({
  resources: inTeam(data, object("example/v1", "Notebook", "notes", { spec: { pod: { volumes: [volume] } } })),
});
const withBackup = {
  resources: inTeam(
    statefulSet("db", [], { volumeClaimTemplates: [claimTemplate()] }),
    job("backup", [uses("data-db-0")]),
  ),
};
const byOutput = (state: State) => ({
  resources: inTeam(data, deployment("web", [uses(state === "P5" ? "data" : UNKNOWN)])),
});
/** Deployments on a claim, all in a namespace that is not known before the cluster is. */
const inOutput =
  (...names: readonly string[]) =>
  (state: State): Program => {
    const namespaced = [data, ...names.map((name) => deployment(name, [uses("data")]))];
    const shown = state === "P1" ? namespaced.map(withoutNamespace) : namespaced;
    const dependencies = Object.fromEntries(namespaced.map(({ name }) => [`${name}.metadata`, ["team"]]));
    return { resources: inTeam(...shown), dependencies };
  };
const withoutNamespace = (one: Resource): Resource => ({
  ...one,
  inputs: change(one.inputs, "metadata.namespace", UNKNOWN),
});
const elsewhere = { provider: `${PROVIDER}-2` };
const claimOfToken = (token: string, spec: Fields) => {
  const inputs = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "data", namespace: "team" } };
  return { resources: inTeam(resource(token, { ...inputs, spec: claimSpec(spec) })) };
};

export const VOLUMES_BEYOND: readonly Row[] = [
  {
    id: "M12",
    arrangement: "pods of a controller that nobody knows",
    program: custom(uses("data")),
    expected: refused("notes"),
    neighbour: custom({ name: "data", emptyDir: {} }),
  },
  {
    id: "M13",
    arrangement: "a Job that mounts the claim of a StatefulSet's first pod",
    program: withBackup,
    expected: secondRefused("db", "backup"),
    neighbour: {
      resources: inTeam(
        data,
        statefulSet("db", [], { volumeClaimTemplates: [claimTemplate()] }),
        job("backup", [uses("data")]),
      ),
    },
  },
  {
    id: "M14",
    arrangement: "two Deployments on one claim, in a namespace that is the output of a Namespace",
    program: inOutput("web", "api"),
    expected: secondRefused("web", "api"),
    rule: "ebs-claim-single-consumer",
    neighbour: inOutput("web"),
  },
  {
    id: "M15",
    arrangement: "claims of one name in two clusters",
    program: {
      resources: [
        ...correct.resources,
        ...correct.resources.map((it) => ({ ...it, ...elsewhere, urn: `${it.urn}-2`, id: `${it.urn}-2` })),
      ],
    },
    expected: PASSES,
  },
  {
    id: "M16",
    arrangement: "a claim that is an output of nothing that the stack has",
    program: byOutput,
    expected: unknownDecides(PASSES, "web"),
    neighbour: correct,
  },
  {
    id: "M17",
    arrangement: "a claim whose class is named by the old annotation and is EFS, ReadWriteMany",
    program: {
      resources: inTeam(
        object("v1", "PersistentVolumeClaim", "data", {
          metadata: {
            name: "data",
            namespace: "team",
            annotations: { "volume.beta.kubernetes.io/storage-class": "efs-sc" },
          },
          spec: claimSpec({ storageClassName: undefined, accessModes: [RWX] }),
        }),
      ),
      parameters: { nonEbsStorageClasses: ["efs-sc"] },
    },
    expected: PASSES,
  },
  {
    id: "M18",
    arrangement: "a claim without a class where the default class is EBS",
    program: {
      resources: inTeam(
        storageClass("encrypted", EBS, isDefault("encrypted")),
        claim("data", { storageClassName: undefined }),
      ),
    },
    expected: refused("data"),
    rule: "ebs-explicit-storage-class",
    neighbour: {
      resources: inTeam(
        storageClass("encrypted", EBS, isDefault("encrypted")),
        claim("data", { storageClassName: "encrypted" }),
      ),
    },
  },
  ...["kubernetes:v1:PersistentVolumeClaim", "kubernetes:core/v1:PersistentVolumeClaimPatch"].map((token) => ({
    id: "M19",
    arrangement: `a claim as ${token}, ReadWriteMany`,
    program: claimOfToken(token, { accessModes: [RWX] }),
    expected: refused("data"),
    neighbour: claimOfToken(token, {}),
  })),
  {
    id: "M20",
    arrangement: "a volume of the cluster and an attachment past it",
    program: { resources: [volume("disk", onEbs("vol-1")), awsAttachment("mount", "vol-1")] },
    expected: secondRefused("disk", "mount"),
    neighbour: { resources: [volume("disk", onEbs("vol-1")), awsAttachment("mount", "vol-2")] },
  },
  {
    id: "M21",
    arrangement: "files of a pod that Airflow starts for each task, with a claim",
    program: {
      resources: inTeam(
        data,
        configMap({
          "pod.json": JSON.stringify(taskPod([{ name: "data", persistentVolumeClaim: { claimName: "data" } }])),
        }),
      ),
    },
    expected: refused("settings"),
    neighbour: { resources: inTeam(data, configMap({ "pod.json": JSON.stringify(taskPod([])) })) },
  },
  {
    id: "M22",
    arrangement: "a class of EKS Auto Mode, ReadWriteMany",
    program: {
      resources: inTeam(
        storageClass("auto", "ebs.csi.eks.amazonaws.com"),
        claim("data", { storageClassName: "auto", accessModes: [RWX] }),
      ),
    },
    expected: refused("data"),
    neighbour: {
      resources: inTeam(storageClass("auto", "ebs.csi.eks.amazonaws.com"), claim("data", { storageClassName: "auto" })),
    },
  },
];

function taskPod(volumes: readonly object[]): object {
  const metadata = { name: "task", namespace: "team" };
  return { apiVersion: "v1", kind: "Pod", metadata, spec: podWith(volumes as Parameters<typeof podWith>[0]) };
}
