const MIB_PER_UNIT: Readonly<Record<string, number>> = { Mi: 1, Gi: 2 ** 10, Ti: 2 ** 20 };

/** MiB, read from a Kubernetes quantity with a binary unit: `512Mi`, `1.5Gi` or `2Ti`. Undefined for anything else and for zero. */
export function mebibytes(quantity: string): number | undefined {
  const [, amount, unit = ""] = /^(\d{1,9}(?:\.\d{1,3})?)(Mi|Gi|Ti)$/.exec(quantity) ?? [];
  const mib = Number(amount) * (MIB_PER_UNIT[unit] ?? Number.NaN);
  return mib > 0 ? mib : undefined;
}
