import type { Part } from "../../local/account/part.js";

/** Looks at a part, does what it lacks, and answers with what that was. */
export async function complete(part: Part): Promise<{ existed: boolean; done: string[] }> {
  const { existed, changes } = await part.look();
  for (const { make } of changes) await make(() => undefined);
  return { existed, done: changes.map(({ what }) => what) };
}
