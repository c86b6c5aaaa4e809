/**
 * What must hold between settings. Each check takes what could be read and answers with the problems that it finds.
 */

import { type Problem, pathOf } from "../../components/problem";
import { sparkJobProblems } from "../../components/spark/problems";
import { sparkJob } from "../jobs";
import { clusterProblems } from "./cluster-checks";
import { dataProblems } from "./data-checks";
import { poolProblems } from "./pool-checks";
import { quotaProblems } from "./quota";
import type { ReadableParts } from "./reader";
import { closest } from "../../spelling";

/** All problems between settings. */
export function crossProblems(parts: ReadableParts): Problem[] {
  return [
    clusterProblems,
    poolProblems,
    namespaceProblems,
    teamProblems,
    jobProblems,
    dataProblems,
    quotaProblems,
    nodePortProblems,
  ].flatMap((check) => check(parts));
}

function namespaceProblems({ airflow, postgres, teamNamespaces }: ReadableParts): Problem[] {
  const namespaces = [
    { path: "airflow.namespace", value: airflow?.namespace },
    { path: "postgres.namespace", value: postgres?.namespace },
    ...Object.entries(teamNamespaces).map(([key, value]) => ({ path: pathOf(["teams", key, "namespace"]), value })),
  ];
  return namespaces.flatMap(({ path, value }, index) => {
    if (value === undefined) return [];
    const fix = "choose a namespace of its own";
    if (value === "default" || value.startsWith("kube-")) {
      return [{ path, value, rule: "must not be default or begin with kube-, which belong to Kubernetes", fix }];
    }
    const taken = namespaces.slice(0, index).find((other) => other.value === value);
    const rule = `must differ from ${taken?.path ?? ""}, since quota and network rules are made for one workload`;
    return taken === undefined ? [] : [{ path, value, rule, fix }];
  });
}

function teamProblems({ teamNamespaces, jobTeams }: ReadableParts): Problem[] {
  const known = Object.keys(teamNamespaces);
  return Object.entries(jobTeams).flatMap(([name, team]) => {
    if (team === undefined || known.includes(team)) return [];
    const meant = closest(team, known);
    const choices = known.length === 0 ? "add it there" : `add it there, or write one of ${known.join(", ")}`;
    const fix = meant === undefined ? choices : `did you mean ${meant}?`;
    return [{ path: pathOf(["jobs", name, "team"]), value: team, rule: "must be a key of teams", fix }];
  });
}

function jobProblems({ jobs, images }: ReadableParts): Problem[] {
  // Where the images cannot be read, that is reported already: any pinned image will do to look at the rest.
  const image = images?.spark ?? "unread:0";
  return Object.entries(jobs).flatMap(([name, job]) => sparkJobProblems(name, sparkJob(name, job, image)));
}

function nodePortProblems({ airflow, network }: ReadableParts): Problem[] {
  if (airflow?.service.kind !== "nodePort" || network === undefined || network.airflowClients.length > 0) return [];
  return [
    {
      path: "network.airflowClients",
      value: network.airflowClients,
      rule: "must not be empty when airflow.service is a nodePort, which nobody could reach",
      fix: "list the address blocks of those who use it, or write kind: clusterIp",
    },
  ];
}
