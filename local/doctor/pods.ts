/** Why pods of the platform do not start: their images, their nodes, their containers. */
import { hasImage } from "../cluster/handle.js";
import { type Check, check, type Problem, type Verdict, verdict } from "./check.js";
import { type Item, ofKind, pathOf, type Pod } from "./objects.js";
import type { World } from "./world.js";

export interface ImageFacts {
  readonly items: readonly Item[];
  /** References that the built-in cluster's node does not have. Elsewhere nobody can tell before a pod needs them. */
  readonly missing: readonly string[];
}

const PULL_FAILURE = /^(Err)?Image|^InvalidImageName$|^RegistryUnavailable$/;

/** Reasons of containers that are on their way. */
const STARTING = ["ContainerCreating", "PodInitializing"];

export function imageCheck(world: World): Check {
  return check(
    "Images",
    () => askImages(world),
    (found) => judgeImages(found, world.up),
  );
}

export function podCheck({ platform: { items }, typed }: World): Check {
  return check(
    "Pods",
    () => Promise.resolve(items),
    (found) => judgePods(found, typed),
  );
}

async function askImages({ platform: { items }, cluster }: World): Promise<ImageFacts> {
  if (cluster === undefined) return { items, missing: [] };
  const references = imageReferences(items);
  const there = await Promise.all(references.map((reference) => hasImage(cluster.stateDir, reference)));
  return { items, missing: references.filter((_reference, index) => there[index] !== true) };
}

/** References that the platform's workloads name. */
export function imageReferences(items: readonly Item[]): string[] {
  const templates = [
    ...ofKind(items, "CronJob").map(({ spec }) => spec.jobTemplate.spec.template),
    ...[...ofKind(items, "Deployment"), ...ofKind(items, "StatefulSet")].map(({ spec }) => spec.template),
  ];
  const containers = templates.flatMap(({ spec }) => [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]);
  return [...new Set(containers.flatMap(({ image }) => (image === undefined ? [] : [image])))].sort();
}

export function judgeImages({ items, missing }: ImageFacts, up: string): Verdict {
  const absent = missing.map((image): Problem => ({ what: `The node does not have ${image}`, fix: `${up} loads it` }));
  const failed = pods(items).flatMap((pod) =>
    waiting(pod)
      .filter(({ reason }) => PULL_FAILURE.test(reason))
      .map(({ image, reason, message }): Problem => {
        const what = `Pod ${pathOf(pod.metadata)} cannot get image ${image} (${reason})${message}`;
        return {
          what,
          fix: "see that the registry has it and the nodes may pull it; npm run images builds and pushes images",
        };
      }),
  );
  const { length } = imageReferences(items);
  return verdict([...absent, ...failed], `${length} ${length === 1 ? "image is" : "images are"} in use`);
}

export function judgePods(items: readonly Item[], typed: string): Verdict {
  const found = pods(items);
  const problems = [
    ...found.flatMap(unscheduled),
    ...found.flatMap((pod) =>
      waiting(pod)
        .filter(({ reason }) => !PULL_FAILURE.test(reason) && !STARTING.includes(reason))
        .map(({ container, reason, message }): Problem => {
          const { namespace, name } = pod.metadata;
          const what = `Pod ${pathOf(pod.metadata)}, container ${container}: ${reason}${message}`;
          return { what, fix: `${typed} --namespace ${namespace} describe pod ${name}` };
        }),
    ),
  ];
  const running = found.filter(({ status }) => status.phase === "Running").length;
  return verdict(problems, `${running} ${running === 1 ? "runs" : "run"}, none is stuck`);
}

const pods = (items: readonly Item[]): Pod[] => ofKind(items, "Pod");

function unscheduled({ metadata, status }: Pod): Problem[] {
  const refused = status.conditions?.filter(
    ({ type, reason }) => type === "PodScheduled" && reason === "Unschedulable",
  );
  return (refused ?? []).map(({ message = "no reason is given" }) => ({
    what: `No node takes pod ${pathOf(metadata)}: ${message}`,
    fix: "make room (end other pods, or add a node), or lower what the pod asks for in the settings",
  }));
}

function waiting({ status }: Pod) {
  const statuses = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  return statuses.flatMap(({ name, image, state }) => {
    if (state.waiting?.reason === undefined) return [];
    const { reason, message } = state.waiting;
    return [{ container: name, image, reason, message: message === undefined ? "" : `: ${message}` }];
  });
}
