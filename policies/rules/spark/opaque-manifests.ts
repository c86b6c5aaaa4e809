import { chartName } from "../../model/helm";
import { isOpaque } from "../../model/resource";
import { UNKNOWN, at, stringAt } from "../../model/values";
import { type Rule, unknown, violation } from "../rule";

export const opaqueManifestStorage: Rule = {
  name: "opaque-manifest-storage",
  level: "mandatory",
  description: "Charts, YAML files and kustomizations whose objects no preview shows for certain are listed by name.",
  why: "Claims, replicas and namespaces that Helm or the cluster decide are not in the stack: no rule of this pack sees them, and the run looks like a pass.",
  fix: "Read what it makes and list it in `allowedCharts`, or write the objects in the program.",
  judge: (resource, { parameters }) => {
    if (!isOpaque(resource) || SHOWN.test(resource.type)) return [];
    const chart = at(resource.inputs, "chart");
    const names = [resource.name, stringAt(resource.inputs, "chart"), chartName(resource)];
    if (names.some((name) => name !== undefined && parameters.allowedCharts.includes(name))) return [];
    if (chart === UNKNOWN) return [unknown(resource, "chart")];
    const what = typeof chart === "string" ? `chart "${chart}"` : `"${resource.name}"`;
    return [violation(resource, `nobody has listed ${what} in \`allowedCharts\`, and no preview shows what it makes`)];
  },
};

/** Components of older versions, whose objects are in every preview. */
const SHOWN = /^kubernetes:(helm\.sh\/v[23]:Chart|yaml:Config(File|Group))$/;
