import { IMAGE_SETTINGS, whyNotPinned } from "../../model/images";
import { type Container, containers, podTemplates } from "../../model/pods";
import type { Resource } from "../../model/resource";
import { sparkApplication } from "../../model/spark-application";
import { type SparkConf, sparkConfs } from "../../model/spark-conf";
import { UNKNOWN, type Value, at } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const imagePinned: Rule = {
  name: "k8s-image-pinned",
  level: "mandatory",
  description: "Every image has a digest or a tag other than `latest`, in Spark settings and pod template files too.",
  why: "A moving tag gives two executors of one job different code, and a re-run of last month's job another result.",
  fix: "Write the image as `name:tag` with a tag that is never pushed again, or as `name@sha256:…`.",
  judge: (resource) => [
    ...podTemplates(resource).flatMap((template) =>
      containers(template).flatMap((container) => ofContainer(resource, container, template.partial)),
    ),
    ...sparkConfs(resource).flatMap((conf) => inConf(resource, conf)),
    ...inApplication(resource),
  ],
};

function ofContainer(resource: Resource, { path, value }: Container, partial: boolean): readonly Finding[] {
  const image = at(value, "image");
  if (image !== undefined && image !== "") return ofImage(resource, path, image);
  return partial ? [] : [violation(resource, `${path}: image is missing`)];
}

/** Of a container that is not known as a whole, its own image is asked for. */
function inConf(resource: Resource, { place, container, settings, incomplete }: SparkConf): readonly Finding[] {
  if (container?.value === UNKNOWN) return [];
  const images = IMAGE_SETTINGS.flatMap((key) => ofImage(resource, place, settings.get(key)));
  return incomplete ? [unknown(resource, place), ...images] : images;
}

/** What a SparkApplication leaves out, its operator takes from the settings. */
function inApplication(resource: Resource): readonly Finding[] {
  const application = sparkApplication(resource);
  if (application === undefined || application.spec === UNKNOWN) return [];
  const { path, spec } = application;
  return [
    ...ofImage(resource, path, at(spec, "image")),
    ...["driver", "executor"].flatMap((role) => ofImage(resource, `${path}.${role}`, at(spec, role, "image"))),
  ];
}

function ofImage(resource: Resource, place: string, image: Value | undefined): readonly Finding[] {
  if (image === UNKNOWN) return [unknown(resource, `${place}: image`)];
  if (typeof image !== "string") return [];
  const why = whyNotPinned(image);
  return why === undefined ? [] : [violation(resource, `${place}: image "${image}" ${why}`)];
}
