import { at } from "../../model/values";
import type { Holder } from "../../model/volumes/sharing";
import type { Finding, Rule } from "../rule";
import { forHolders } from "./held-claims";

export const transientOverlap: Rule = {
  name: "ebs-transient-overlap",
  level: "advisory",
  description: "Runs on a claim on EBS do not replace each other.",
  why: "The new run starts while the old one's pod is still ending, so for a moment two pods want the volume: the new one waits with a Multi-Attach error, often for minutes.",
  fix: 'Write `concurrencyPolicy: "Forbid"`, or give each run an ephemeral volume.',
  ...forHolders(replaces),
};

function replaces({ resource, certain }: Holder, mounts: string): readonly Finding[] {
  const replaces = at(resource.inputs, "spec", "concurrencyPolicy") === "Replace";
  return replaces ? [{ resource, certain, problem: `spec.concurrencyPolicy is "Replace", and ${mounts}` }] : [];
}
