/**
 * Whether an image reference always means the same image: it has a digest, or a tag other than `latest`. A colon before the last slash belongs to
 * the registry's port.
 */
export function isPinned(image: string): boolean {
  if (/\s/.test(image)) return false;
  if (/[^/@]@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /^[^@]*[^/:@]:(\w[\w.-]{0,127})$/.exec(image)?.[1];
  return tag !== undefined && tag !== "latest";
}
