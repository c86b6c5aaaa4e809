/** Image references: whether one always names the same image, and which of Spark's settings are some. */
import { IMAGE_REFERENCE } from "../../vocabulary";

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
export const IMAGE_SETTINGS = ["", "driver.", "executor."].map((role) => `spark.kubernetes.${role}container.image`);
