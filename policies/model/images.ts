/** Image references: whether one always names the same image, and where Spark's own settings hide some. */
import { IMAGE_REFERENCE } from "../../vocabulary";
import type { Container } from "./pods";
import { UNKNOWN, at, listAt } from "./values";

/** Why a reference may name another image tomorrow; `undefined` if it is pinned by a digest or by a tag other than `latest`. */
export function whyNotPinned(reference: string): string | undefined {
  if (/\$|\{\{/.test(reference)) return "is put together at run time";
  const parts = IMAGE_REFERENCE.exec(reference);
  if (parts === null) return reference.includes("@") ? "has an incomplete digest" : "is no image reference";
  const [, tag, digest] = parts;
  if (digest !== undefined) return undefined;
  if (tag === undefined) return "has no tag, which means latest";
  return tag === "latest" ? "has the moving tag latest" : undefined;
}

/** Spark's settings for the image of its pods: of both, of the driver, of the executors. */
const IMAGE_KEY = String.raw`spark\.kubernetes\.(?:driver\.|executor\.)?container\.image`;
const IN_ARGUMENTS = new RegExp(String.raw`${IMAGE_KEY}=["']?([^\s"',;]+)`, "g");
const IN_PROPERTIES = new RegExp(String.raw`^[ \t]*${IMAGE_KEY}(?:[ \t]*[=:][ \t]*|[ \t]+)(\S+)`, "gm");

/** Images in `--conf key=value` of a container's command line, also when a shell runs all of it as one string. */
export function imagesInCommand({ value }: Container): readonly string[] {
  const line = [...listAt(value, "command"), ...listAt(value, "args")];
  return line.flatMap((word) => (typeof word === "string" ? imagesMatching(IN_ARGUMENTS, word) : []));
}

/** Whether a part of the command line that could hold an image is unknown: all of it, or what follows `--conf`. */
export function commandMayHideImage({ value }: Container): boolean {
  return ["command", "args"].some((list) => {
    const words = listAt(value, list);
    return (
      at(value, list) === UNKNOWN || words.some((word, index) => word === UNKNOWN && words[index - 1] === "--conf")
    );
  });
}

/** Images in a file with the syntax of `spark-defaults.conf`. */
export function imagesInProperties(text: string): readonly string[] {
  return imagesMatching(IN_PROPERTIES, text);
}

function imagesMatching(pattern: RegExp, text: string): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, image]) => (image === undefined ? [] : [image]));
}
