import { IMAGE_REFERENCE } from "../../vocabulary";

/** Whether an image reference always means the same image: it has a digest, or a tag other than `latest`. */
export function isPinned(image: string): boolean {
  const [, tag, digest] = IMAGE_REFERENCE.exec(image) ?? [];
  return digest !== undefined || (tag !== undefined && tag !== "latest");
}
