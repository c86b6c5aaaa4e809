/** Several workloads and the claims between them. */
import { UNKNOWN } from "../../objects.js";
import { cronJob, deployment, furnishedNamespace, inTeam, job, uses } from "../builders.js";
import type { Program } from "../levels.js";
import { PASSES, type Row, secondRefused, refused, unknownDecides } from "../row.js";
import type { State } from "../states.js";
import { claim } from "../storage.js";

const SINGLE_CONSUMER = "ebs-claim-single-consumer";

const data = claim("data");
const other = claim("other");
const web = deployment("web", [uses("data")]);
const onOther = deployment("api", [uses("other")]);

const sharing: Program = { resources: inTeam(data, web, deployment("api", [uses("data")])) };
const apart: Program = { resources: inTeam(data, other, web, onOther) };

/** Two Deployments whose claim is an output, in a live cluster `data` for the first and this one for the second. */
const byOutput =
  (sources: readonly [readonly string[], readonly string[]], second: string) =>
  (state: State): Program => ({
    resources: inTeam(
      data,
      other,
      deployment("web", [uses(state === "P5" ? "data" : UNKNOWN)]),
      deployment("api", [uses(state === "P5" ? second : UNKNOWN)]),
    ),
    dependencies: { "web.spec": sources[0], "api.spec": sources[1] },
  });
const either = ["data", "other"];

const migrating: Program = {
  resources: inTeam(data, job("migrate", [uses("data")]), web),
  parameters: {
    exceptions: [
      { rule: SINGLE_CONSUMER, resource: "Job team/migrate", reason: "runs once, by hand", expires: "2026-12-31" },
    ],
  },
};

export const SEVERAL_WORKLOADS: readonly Row[] = [
  {
    id: "73",
    arrangement: "two Deployments on one claim",
    program: sharing,
    expected: secondRefused("web", "api"),
    rule: SINGLE_CONSUMER,
    says: ["urn:pulumi:test::test::kubernetes:apps/v1:Deployment::web", "Deployment::api"],
    neighbour: apart,
  },
  {
    id: "74",
    arrangement: "claims of one name in two namespaces",
    program: {
      resources: [
        ...inTeam(data, web),
        ...furnishedNamespace("lab"),
        claim("data", {}, { namespace: "lab", name: "lab-data" }),
        deployment("web", [uses("data")], {}, { namespace: "lab", name: "lab-web" }),
      ],
    },
    expected: PASSES,
  },
  {
    id: "76",
    arrangement: "Airflow's Deployment and a CronJob on one claim",
    program: {
      resources: inTeam(data, deployment("airflow", [uses("data")]), cronJob("pi", [uses("data")], "Forbid")),
    },
    expected: secondRefused("airflow", "pi"),
    rule: SINGLE_CONSUMER,
    neighbour: {
      resources: inTeam(data, other, deployment("airflow", [uses("data")]), cronJob("pi", [uses("other")], "Forbid")),
    },
  },
  {
    id: "77",
    arrangement: "two CronJobs on one claim, neither of which overlaps itself",
    program: {
      resources: inTeam(data, cronJob("pi", [uses("data")], "Forbid"), cronJob("tau", [uses("data")], "Forbid")),
    },
    expected: secondRefused("pi", "tau"),
    rule: SINGLE_CONSUMER,
    neighbour: {
      resources: inTeam(
        data,
        other,
        cronJob("pi", [uses("data")], "Forbid"),
        cronJob("tau", [uses("other")], "Forbid"),
      ),
    },
  },
  {
    id: "78",
    arrangement: "two Deployments on one claim, of which one has no replicas",
    program: { resources: inTeam(data, deployment("blue", [uses("data")], { replicas: 0 }), web) },
    expected: PASSES,
  },
  {
    id: "80",
    arrangement: "both claims are outputs of the same claim",
    program: byOutput([["data"], ["data"]], "data"),
    expected: secondRefused("web", "api"),
    rule: SINGLE_CONSUMER,
    neighbour: byOutput([["data"], ["other"]], "other"),
  },
  {
    id: "81",
    arrangement: "each claim is an output of its own claim",
    program: byOutput([["data"], ["other"]], "other"),
    expected: PASSES,
  },
  {
    id: "83",
    arrangement: "one claim each, an output of either of two, that turn out to be different ones",
    program: byOutput([either, either], "other"),
    expected: (moment) => unknownDecides(PASSES, moment.backwards ? "web" : "api")(moment),
    says: ["literal"],
    neighbour: apart,
  },
  {
    id: "83",
    arrangement: "one claim each, an output of either of two, that turn out to be the same",
    program: byOutput([either, either], "data"),
    expected: (moment) => {
      const second = moment.backwards ? "web" : "api";
      return unknownDecides(refused(second), second)(moment);
    },
    neighbour: apart,
  },
  {
    id: "85",
    arrangement: "a claim that somebody else makes",
    program: { resources: inTeam(web) },
    expected: refused("web"),
    rule: "claim-declared-in-stack",
    neighbour: { resources: inTeam(web), parameters: { externalClaims: ["team/data"] } },
  },
  {
    id: "86",
    arrangement: "a migration Job and a Deployment on one claim, with an exception",
    program: migrating,
    expected: ({ backwards }) => [`advisory ${backwards ? "migrate" : "web"}`],
    says: ["runs once, by hand", "2026-12-31"],
  },
  {
    id: "88",
    arrangement: "--target names one of the two, and the engine shows the other as it was",
    program: { resources: sharing.resources.map((one) => ({ ...one })) },
    expected: secondRefused("web", "api"),
    rule: SINGLE_CONSUMER,
    neighbour: apart,
  },
];
