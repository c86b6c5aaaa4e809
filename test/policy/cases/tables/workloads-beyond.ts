/** How many pods of one workload there can be, where the specification lists no case. */
import { UNKNOWN } from "../../objects.js";
import {
  type Fields,
  autoscaler,
  cronJob,
  deployment,
  inTeam,
  job,
  object,
  pod,
  podWith,
  scaledObject,
  statefulSet,
  uses,
} from "../builders.js";
import type { Program } from "../levels.js";
import { PASSES, type Row, refused, secondRefused, unknownDecides } from "../row.js";
import type { State } from "../states.js";
import { claim } from "../storage.js";

const data = claim("data");
const web = deployment("web", [uses("data")]);
const correct: Program = { resources: inTeam(data, web) };

const scaledTo = (known: number) => (state: State) => ({
  resources: inTeam(data, web, autoscaler("web", state === "P5" ? known : UNKNOWN)),
});
const database = (spec: Fields, ...more: Program["resources"]) => ({
  resources: inTeam(data, statefulSet("db", [uses("data")], spec), ...more),
});
const replicaSet = (apiVersion: string, kind: string, replicas: number) => ({
  resources: inTeam(
    data,
    object(apiVersion, kind, "set", { spec: { replicas, template: { spec: podWith([uses("data")]) } } }),
  ),
});
const scheduled = (policy: string, parallelism: number) => ({
  resources: inTeam(data, cronJob("pi", [uses("data")], policy, { parallelism })),
  off: ["cronjob-guard-rails"],
});
const readOnly = { name: "data", persistentVolumeClaim: { claimName: "data", readOnly: true } };
export const WORKLOADS_BEYOND: readonly Row[] = [
  {
    id: "M1",
    arrangement: "Deployment with an autoscaler to three replicas",
    program: { resources: inTeam(data, web, autoscaler("web", 3)) },
    expected: refused("web"),
    neighbour: { resources: inTeam(data, web, autoscaler("web", 1)) },
  },
  ...[2, 1].map((known) => ({
    id: "M2",
    arrangement: `Deployment with an autoscaler to a number that turns out to be ${known}`,
    program: scaledTo(known),
    expected: unknownDecides(known === 1 ? PASSES : refused("web"), "web"),
    neighbour: correct,
  })),
  {
    id: "M3",
    arrangement: "Deployment that KEDA scales without a bound",
    program: { resources: inTeam(data, web, scaledObject("web")) },
    expected: refused("web"),
    neighbour: { resources: inTeam(data, web, scaledObject("web", { maxReplicaCount: 1 })) },
  },
  {
    id: "M4",
    arrangement: "Deployment with no replicas and an autoscaler",
    program: {
      resources: inTeam(data, deployment("web", [uses("data")], { replicas: 0 }), autoscaler("web", 2)),
    },
    expected: refused("web"),
    neighbour: { resources: inTeam(data, deployment("web", [uses("data")], { replicas: 0 })) },
  },
  {
    id: "M5",
    arrangement: "StatefulSet with two replicas and a fixed claim",
    program: database({ replicas: 2 }),
    expected: refused("db"),
    neighbour: database({}),
  },
  {
    id: "M6",
    arrangement: "StatefulSet with a fixed claim and an autoscaler",
    program: database({}, autoscaler("db", 2, "StatefulSet")),
    expected: refused("db"),
    neighbour: database({}, autoscaler("db", 2)),
  },
  ...(
    [
      ["apps/v1", "ReplicaSet"],
      ["v1", "ReplicationController"],
    ] as const
  ).map(([apiVersion, kind]) => ({
    id: "M7",
    arrangement: `${kind} with two replicas`,
    program: replicaSet(apiVersion, kind, 2),
    expected: refused("set"),
    neighbour: replicaSet(apiVersion, kind, 1),
  })),
  {
    id: "M8",
    arrangement: "Job with two pods at a time",
    program: { resources: inTeam(data, job("load", [uses("data")], { parallelism: 2 })) },
    expected: refused("load"),
    neighbour: { resources: inTeam(data, job("load", [uses("data")], { parallelism: 1 })) },
  },
  {
    id: "M9",
    arrangement: "CronJob that never overlaps, with two pods at a time",
    program: scheduled("Forbid", 2),
    expected: refused("pi"),
    neighbour: scheduled("Forbid", 1),
  },
  {
    id: "M10",
    arrangement: "two Deployments that only read the claim",
    program: { resources: inTeam(data, deployment("web", [readOnly]), deployment("api", [readOnly])) },
    expected: secondRefused("web", "api"),
    neighbour: { resources: inTeam(data, deployment("web", [readOnly])) },
  },
  {
    id: "M11",
    arrangement: "two pods of their own on one claim",
    program: { resources: inTeam(data, pod("one", [uses("data")]), pod("two", [uses("data")])) },
    expected: secondRefused("one", "two"),
    neighbour: { resources: inTeam(data, pod("one", [uses("data")]), pod("two", [])) },
  },
];
