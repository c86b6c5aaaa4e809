/** Complaints of the policy pack in what Pulumi printed, as `rule resource`, sorted. */
export function complaints(output: string, level: "mandatory" | "advisory"): string[] {
  const lines = output.matchAll(new RegExp(`^ +- \\[${level}\\] +(\\S+) +\\(\\S+: (\\S+)\\)$`, "gm"));
  return [...lines].map(([, rule = "", resource = ""]) => `${rule} ${resource}`).sort();
}
