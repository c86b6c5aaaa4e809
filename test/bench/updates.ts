/** What Pulumi costs where it does something: an update against kubectl, on the same API server and with the same objects. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Kubectl } from "../../local/kubectl.js";
import { ensureToolchain } from "../../local/toolchain.js";
import { CONTEXT, CONTROL_PLANE_PROGRAMS, kubeconfigPath, startControlPlane } from "../aws/kubernetes/control-plane.js";
import { Processes } from "../aws/kubernetes/processes.js";
import { Workspace } from "../engine/workspace.js";
import type { Part } from "./part.js";
import { mustBeClean, type PlannedObject, plannedObjects } from "./preview.js";

const JOBS = 500;
const NAMESPACE = "spark-engine";

export const updates: Part = {
  name: "updates",
  what: `update that creates ${JOBS} jobs, and kubectl apply of the same objects`,
  async prepare() {
    const toolchain = await ensureToolchain([...CONTROL_PLANE_PROGRAMS, "kubectl"], () => undefined);
    const directory = mkdtempSync(join(tmpdir(), "spark-platform-bench-"));
    const processes = new Processes(directory);
    const api = await startControlPlane(directory, toolchain, processes);
    const kubeconfig = kubeconfigPath(directory, "admin");
    const kubectl = new Kubectl(toolchain.path("kubectl"), { kubeconfig, context: CONTEXT });
    const fresh = async (): Promise<Workspace> => {
      const workspace = await Workspace.create("jobs", {}, "bench-update");
      workspace.writeSettings({ cluster: { kind: "existing", kubeconfig, context: CONTEXT }, jobs: JOBS });
      return workspace;
    };
    const clear = async (): Promise<void> => {
      await kubectl.text(["delete", "namespace", NAMESPACE, "--wait"]);
    };

    let workspace = await fresh();
    const objects = (await plannedObjects(workspace)).filter(({ type }) => !type.endsWith(":Provider"));
    const manifest = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects.map(manifestOf) });
    return {
      runs: {
        kubectl: {
          timed: () => kubectl.text(["apply", "--server-side", "-f", "-"], manifest),
          after: clear,
        },
        update: {
          before: async () => {
            workspace.remove();
            workspace = await fresh();
          },
          timed: async () => mustBeClean(await workspace.change("up")),
          after: clear,
        },
      },
      figures: [
        {
          name: `pulumi up that creates ${JOBS} jobs against kubectl apply --server-side`,
          of: ({ update = NaN, kubectl = NaN }) => update / kubectl,
          unit: "×",
          bar: 4,
        },
      ],
      end: async () => {
        workspace.remove();
        api.close();
        await processes.stop();
        rmSync(directory, { recursive: true });
      },
    };
  },
};

/** Of a secret's data the plan only says that it is secret. */
function manifestOf({ inputs }: PlannedObject): PlannedObject["inputs"] {
  return inputs["kind"] === "Secret" ? { ...inputs, data: {} } : inputs;
}
