import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { SettingValues } from "../../local/settings-file.js";
import type { Workspace } from "./workspace.js";

/** What the kubeconfig keeps secret. */
export const TOKEN = "token-of-nobody";

/** Settings of a cluster that is described but not there: no preview may need it. */
export function clusterNowhere({ directory }: Pick<Workspace, "directory">): SettingValues {
  const kubeconfig = join(directory, "kubeconfig");
  const named = { name: "nowhere" };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ ...named, cluster: { server: "https://127.0.0.1:1" } }],
      contexts: [{ ...named, context: { cluster: "nowhere", user: "nobody" } }],
      users: [{ name: "nobody", user: { token: TOKEN } }],
    }),
  );
  return { cluster: { kind: "existing", kubeconfig, context: "nowhere" } };
}
