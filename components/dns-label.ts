/** DNS label of RFC 1123, what Kubernetes accepts as the name of a namespace: at most 63 of a-z, 0-9 and -, with a letter or digit at both ends. */
export function isDnsLabel(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}
