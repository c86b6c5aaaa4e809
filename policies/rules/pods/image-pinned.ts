import { commandMayHideImage, imagesInCommand, imagesInProperties, whyNotPinned } from "../../model/images";
import { type Container, type PodTemplate, configFiles, containers, podTemplates } from "../../model/pods";
import type { Resource } from "../../model/resource";
import { UNKNOWN, at } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const imagePinned: Rule = {
  name: "k8s-image-pinned",
  level: "mandatory",
  description: "Every image has a digest or a tag other than `latest`, in Spark settings and pod template files too.",
  why: "A moving tag gives two executors of one job different code, and a re-run of last month's job another result.",
  fix: "Write the image as `name:tag` with a tag that is never pushed again, or as `name@sha256:…`.",
  judge: (resource) => [
    ...podTemplates(resource).flatMap((pod) => inPod(resource, pod)),
    ...configFiles(resource).flatMap(({ path, text }) => inReferences(resource, path, imagesInProperties(text))),
  ],
};

function inPod(resource: Resource, template: PodTemplate): readonly Finding[] {
  return containers(template).flatMap((container) => [
    ...ownImage(resource, container, template.partial),
    ...inCommand(resource, container),
  ]);
}

function ownImage(resource: Resource, { path, value }: Container, partial: boolean): readonly Finding[] {
  const image = at(value, "image");
  if (image === UNKNOWN) return [unknown(resource, `${path}: image`)];
  if (typeof image === "string" && image !== "") return inReferences(resource, path, [image]);
  return partial ? [] : [violation(resource, `${path}: image is missing`)];
}

function inCommand(resource: Resource, container: Container): readonly Finding[] {
  if (container.value === UNKNOWN) return [];
  const place = `${container.path}: command line`;
  if (commandMayHideImage(container)) return [unknown(resource, place)];
  return inReferences(resource, place, imagesInCommand(container));
}

function inReferences(resource: Resource, place: string, references: readonly string[]): readonly Finding[] {
  return references.flatMap((reference) => {
    const why = whyNotPinned(reference);
    return why === undefined ? [] : [violation(resource, `${place}: image "${reference}" ${why}`)];
  });
}
