import { changedDriver } from "./driver-container";
import { unescaped } from "./expansion";
import type { PodTemplate } from "./pod";
import { readSubmit } from "./submit";

const VOLUME = "code";

/** Key in the ConfigMap of {@link withOwnCode} under which the file is. */
export const CODE_FILE = "application";

/**
 * The same driver, but its application is a file of a ConfigMap in its namespace, put over the one of the image. Executors keep their image: of a Python
 * application Spark sends them the functions that it defines itself, of a JVM application the whole jar.
 */
export function withOwnCode(template: PodTemplate, configMap: string): PodTemplate {
  return changedDriver(template, (container, { volumes = [] }) => {
    const mountPath = unescaped(readSubmit(container.args ?? []).application);
    const mount = { name: VOLUME, mountPath, subPath: CODE_FILE, readOnly: true };
    return [
      { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] },
      { volumes: [...volumes, { name: VOLUME, configMap: { name: configMap } }] },
    ];
  });
}
