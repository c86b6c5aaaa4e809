/** What makes objects that no preview shows for certain: releases, charts, YAML files, kustomizations. */
import type { Resource } from "../../../policies/model/resource.js";
import { resource } from "../objects.js";
import { type Fields, present } from "./builders.js";

/** A Helm release of Airflow's chart in `team`. */
export function release(values: Fields = {}, inputs: Fields = {}): Resource {
  const whole = { chart: "airflow", version: "1.18.0", namespace: "team", values: present(values), ...inputs };
  return resource("kubernetes:helm.sh/v3:Release", present(whole), { name: "airflow" });
}

/** A component of a type such as `helm.sh/v4:Chart`. */
export function component(type: string, name: string, inputs: Fields): Resource {
  return resource(`kubernetes:${type}`, present(inputs), { name });
}

/** Somebody has read the chart. */
export const READ = { allowedCharts: ["airflow"] };
