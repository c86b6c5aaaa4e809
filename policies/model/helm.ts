/** Helm charts, by the names under which people know them. */
import type { Resource } from "./resource";
import { stringAt } from "./values";

/** The name of the chart that a release or chart resource installs, however it is written: a name, a path, an address or an archive. Without folders and version. */
export function chartName({ inputs }: Resource): string | undefined {
  const [name] = (stringAt(inputs, "chart") ?? "").split("/").slice(-1);
  return name === undefined || name === "" ? undefined : name.replace(/(-v?\d[\w.+-]*)?\.tgz$/, "");
}

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Type tokens of what installs Helm charts; each takes the chart's namespace as its input `namespace`. */
export const HELM_TYPES: readonly string[] = [RELEASE, "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart"];

export function isRelease({ type }: Resource): boolean {
  return type === RELEASE;
}
