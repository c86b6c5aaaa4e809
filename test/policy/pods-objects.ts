/** Objects for the tests of rules about pods. */
import type { Resource } from "../../policies/model/resource.js";
import type { Value } from "../../policies/model/values.js";
import { POD_SPEC, TEAM, change, configMap, resource } from "./objects.js";

/** An object of any kind in a namespace. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  rest: Readonly<Record<string, Value>>,
  more: Partial<Resource> & { readonly namespace?: Value | undefined } = {},
): Resource {
  const { namespace = "team", ...others } = more;
  const inputs: Value = { apiVersion, kind, metadata: { name, namespace }, ...rest };
  return resource(`kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`, inputs, { name, ...others });
}

/** A pod that has nothing to do with Spark. */
export const SERVER: Value = change(POD_SPEC, "containers.0.args", ["serve"]);

/** A Deployment of {@link SERVER}, whose pods have the label `app` with its name. */
export function deployment(
  name: string,
  spec: Readonly<Record<string, Value>> = {},
  more: Partial<Resource> & { readonly namespace?: Value | undefined } = {},
): Resource {
  const template: Value = { metadata: { labels: { app: name } }, spec: change(SERVER, "restartPolicy", "Always") };
  return object("apps/v1", "Deployment", name, { spec: { template, ...spec } }, more);
}

/** A patch of a Deployment's pods. */
export function podPatch(pod: Value): Resource {
  const inputs: Value = {
    kind: "Deployment",
    metadata: { name: "it", namespace: "team" },
    spec: { template: { spec: pod } },
  };
  return resource("kubernetes:apps/v1:DeploymentPatch", inputs);
}

/** A file with a pod in it, in a ConfigMap. */
export function podFile(pod: Value): Resource {
  return configMap({ "pod.yaml": JSON.stringify(pod) });
}

/** A Namespace like `team` under another name. */
export function namespace(name: Value | undefined, more: Partial<Resource> = {}): Resource {
  return resource("kubernetes:core/v1:Namespace", change(TEAM, "metadata.name", name), more);
}
