import { DRIVER_CONTAINER } from "../../vocabulary";
import type { PodTemplate } from "./pod";

export type DriverPodSpec = NonNullable<PodTemplate["spec"]>;
export type DriverContainer = DriverPodSpec["containers"][number];

/** A pod template with changes to its spec and to the driver's container; other containers, which a cluster may have added, stay as they are. */
export function changedDriver(
  template: PodTemplate,
  change: (container: DriverContainer, spec: DriverPodSpec) => [DriverContainer, Partial<DriverPodSpec>],
): PodTemplate {
  const { spec } = template;
  const driver = spec?.containers.find(({ name }) => name === DRIVER_CONTAINER);
  if (spec === undefined || driver === undefined) throw new Error(`The pod has no container ${DRIVER_CONTAINER}`);
  const [container, changes] = change(driver, spec);
  const containers = spec.containers.map((other) => (other === driver ? container : other));
  return { ...template, spec: { ...spec, ...changes, containers } };
}
