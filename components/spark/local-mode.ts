import { languageOf } from "./application";
import { localMaster } from "./arguments";
import { milliCpu } from "./cpu";
import { changedDriver, type DriverContainer } from "./driver-container";
import { TEMPLATE_VOLUME } from "./driver-pod";
import { heapMiB, heapWithinMiB, podMemoryMiB } from "./memory";
import type { PodTemplate } from "./pod";
import { readSubmit, type Submit, submitWords } from "./submit";

/** What one pod may ask for at most. */
export interface Room {
  readonly milliCpu: number;
  readonly memoryMiB: number;
}

/** Conf that is about executor pods, and about how they find the driver. */
const ABOUT_EXECUTORS =
  /^spark\.(kubernetes\..*|executor\.(instances|cores|memory|\w*[oO]verhead(Factor)?)|dynamicAllocation\.enabled|driver\.(host|port|blockManager\.port)|blockManager\.port)$/;

/**
 * The same driver without executors: it does their work itself, in as many task slots as they had together, with their memory and CPU on top of its own as
 * far as there is room. It runs as the executors' account, since it starts no pods. A driver in local mode already stays as it is.
 */
export function inLocalMode(template: PodTemplate, room: Room): PodTemplate {
  return changedDriver(template, (container, { volumes = [], serviceAccountName = "", serviceAccount }) => {
    const submit = readSubmit(container.args ?? []);
    if (submit.master.startsWith("local")) return [container, {}];
    const { [ACCOUNT]: account = serviceAccountName } = submit.conf;
    return [
      { ...alone(container, submit, room), volumeMounts: (container.volumeMounts ?? []).filter(isNotTemplate) },
      {
        serviceAccountName: account,
        // The field's old name, which a cluster adds to what it gives back.
        ...(serviceAccount !== undefined && { serviceAccount: account }),
        automountServiceAccountToken: false,
        volumes: volumes.filter(isNotTemplate),
      },
    ];
  });
}

const ACCOUNT = "spark.kubernetes.authenticate.executor.serviceAccountName";

const isNotTemplate = ({ name }: { readonly name: string }): boolean => name !== TEMPLATE_VOLUME;

function alone(container: DriverContainer, submit: Submit, room: Room): DriverContainer {
  const { heap, cores, request } = sumOf(submit, container);
  const language = languageOf(submit.application);
  const fitting = Math.min(heap, heapWithinMiB(room.memoryMiB, language));
  const memory = `${podMemoryMiB(fitting, language)}Mi`;
  const own = Object.entries(submit.conf).filter(([key]) => !ABOUT_EXECUTORS.test(key));
  const conf = { ...Object.fromEntries(own), "spark.driver.memory": `${fitting}m` };
  return {
    ...container,
    args: submitWords({ ...submit, master: localMaster(cores), conf }),
    resources: {
      requests: { cpu: `${Math.min(request, room.milliCpu)}m`, memory },
      limits: { cpu: String(cores), memory },
    },
  };
}

/** Driver and executors together; task slots are those of the executors, where no task ran in the driver. */
function sumOf({ conf }: Submit, { resources }: DriverContainer) {
  const executors = Number(conf["spark.executor.instances"]);
  const each = (key: string): string => conf[key] ?? "";
  const cpu = (quantity: string | undefined): number => milliCpu(quantity ?? "") ?? 0;
  const heap = (key: string): number => heapMiB(each(key)) ?? 0;
  return {
    heap: heap("spark.driver.memory") + executors * heap("spark.executor.memory"),
    cores: Math.max(executors * Number(each("spark.executor.cores")), Number(resources?.limits?.["cpu"] ?? 1)),
    request: cpu(resources?.requests?.["cpu"]) + executors * cpu(each("spark.kubernetes.executor.request.cores")),
  };
}
