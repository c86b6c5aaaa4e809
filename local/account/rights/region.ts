/** For what AWS cannot tie to names: only in the stack's region. */
import type { Statement } from "../documents.js";
import type { CheckedAccount } from "../stack-account.js";

export function inRegion({ region }: CheckedAccount, Sid: string, Action: readonly string[]) {
  const Condition = { StringEquals: { "aws:RequestedRegion": region } };
  return { Sid, Effect: "Allow", Action, Resource: "*", Condition } as const satisfies Statement;
}
