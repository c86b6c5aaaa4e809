/** One Deployment and one claim on EBS. */
import type { Value } from "../../../../policies/model/values.js";
import { UNKNOWN } from "../../objects.js";
import { type Fields, PLAIN, autoscaler, deployment, inTeam, uses } from "../builders.js";
import { PASSES, type Row, refused, unknownDecides } from "../row.js";
import type { State } from "../states.js";
import { EFS, RWOP, RWX, claim, ownClaim, storageClass } from "../storage.js";

const data = claim("data");
const using: readonly Value[] = [uses("data")];

/** A Deployment on the claim, of which the spec says otherwise. */
const deployed = (spec: Fields = {}, modes?: readonly string[]) => ({
  resources: inTeam(claim("data", modes && { accessModes: modes }), deployment("web", using, spec)),
});
const correct = deployed();
const rolling = (rollingUpdate: Fields) => ({
  strategy: { type: "RollingUpdate", rollingUpdate: rollingUpdate as Record<string, Value> },
});
const zeroSurge = deployed(rolling({ maxSurge: 0, maxUnavailable: 1 }));
const ephemeral = (spec: Fields = {}) => ({
  resources: inTeam(deployment("web", [ownClaim(spec)], { replicas: 5, strategy: { type: "RollingUpdate" } })),
});
const scaled = (maxReplicas: number) => ({ resources: [...correct.resources, autoscaler("web", maxReplicas)] });
const withReplicas = (known: number) => (state: State) => deployed({ replicas: state === "P5" ? known : UNKNOWN });
const mounting = { ...PLAIN, volumeMounts: [{ name: "data", mountPath: "/mnt/data" }] };
const threeContainers = {
  containers: [mounting, { ...mounting, name: "other" }],
  initContainers: [{ ...mounting, name: "first" }],
};

export const DEPLOYMENTS: readonly Row[] = [
  { id: "33", arrangement: "Deployment with one replica and Recreate", program: correct, expected: PASSES },
  {
    id: "34",
    arrangement: "Deployment that says neither replicas nor strategy",
    program: deployed({ replicas: undefined, strategy: undefined }),
    expected: refused("web"),
    rule: "ebs-deployment-recreate",
    neighbour: deployed({ replicas: undefined }),
  },
  {
    id: "35",
    arrangement: "Deployment with a rolling update that ends the old pod first",
    program: zeroSurge,
    expected: refused("web"),
    neighbour: { ...zeroSurge, parameters: { allowZeroSurge: true } },
  },
  {
    id: "36",
    arrangement: "Deployment with two replicas and Recreate",
    program: deployed({ replicas: 2 }),
    expected: refused("web"),
    rule: "ebs-workload-single-pod",
    neighbour: correct,
  },
  {
    id: "39",
    arrangement: "Deployment with an autoscaler to one replica",
    program: scaled(1),
    expected: PASSES,
  },
  {
    id: "41",
    arrangement: "Deployment whose replicas are an output that turns out to be 1",
    program: withReplicas(1),
    expected: unknownDecides(PASSES, "web"),
    neighbour: correct,
  },
  {
    id: "41",
    arrangement: "Deployment whose replicas are an output that turns out to be 2",
    program: withReplicas(2),
    expected: unknownDecides(refused("web"), "web"),
    neighbour: correct,
  },
  { id: "42", arrangement: "Deployment with no replicas", program: deployed({ replicas: 0 }), expected: PASSES },
  {
    id: "43",
    arrangement: "Deployment with one replica and Recreate, ReadWriteOncePod",
    program: deployed({}, [RWOP]),
    expected: PASSES,
  },
  {
    id: "44",
    arrangement: "Deployment with one replica and a rolling update, ReadWriteOncePod",
    program: deployed({ strategy: { type: "RollingUpdate" } }, [RWOP]),
    expected: refused("web"),
    neighbour: deployed({}, [RWOP]),
  },
  {
    id: "46",
    arrangement: "two containers and an init container of one pod mount the claim",
    program: { resources: inTeam(data, deployment("web", using, {}, { pod: threeContainers })) },
    expected: PASSES,
  },
  {
    id: "47",
    arrangement: "two volumes of one pod are the same claim",
    program: { resources: inTeam(data, deployment("web", [uses("data"), uses("data", "again")])) },
    expected: PASSES,
  },
  {
    id: "49",
    arrangement: "Deployment with five replicas, each with a claim of its own",
    program: ephemeral(),
    expected: PASSES,
  },
  {
    id: "50",
    arrangement: "Deployment with five replicas, each with a claim of its own, ReadWriteMany",
    program: ephemeral({ accessModes: [RWX] }),
    expected: refused("web"),
    neighbour: ephemeral(),
  },
  {
    id: "51",
    arrangement: "Deployment with five replicas on emptyDir, ConfigMap, Secret and EFS",
    program: {
      resources: inTeam(
        storageClass("efs-sc", EFS),
        claim("files", { storageClassName: "efs-sc", accessModes: [RWX] }),
        deployment(
          "web",
          [
            { name: "scratch", emptyDir: { sizeLimit: "1Gi" } },
            { name: "settings", configMap: { name: "settings" } },
            { name: "password", secret: { secretName: "password" } },
            uses("files", "files"),
          ],
          { replicas: 5, strategy: undefined },
        ),
      ),
    },
    expected: PASSES,
  },
];
