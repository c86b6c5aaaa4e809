/** Thousandths of a CPU, read from a Kubernetes quantity: `250m`, `2` or `0.5`. Undefined for anything else and for zero. */
export function milliCpu(quantity: string): number | undefined {
  const thousandths = /^(\d{1,6})m$/.exec(quantity)?.[1];
  const whole = /^\d{1,3}(\.\d{1,3})?$/.exec(quantity)?.[0];
  const milli = thousandths !== undefined ? Number(thousandths) : Math.round(Number(whole ?? 0) * 1000);
  return milli > 0 ? milli : undefined;
}
