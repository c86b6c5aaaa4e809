/** Factors of Kubernetes' suffixes. Source: its documentation of resource.Quantity. */
const FACTORS: Readonly<Record<string, number>> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A Kubernetes quantity in any of the ways that the API server writes one: CPUs, bytes, or a number of objects. */
export function quantity(text: string): number {
  const [, amount, suffix = ""] = /^([\d.]+)([A-Za-z]*)$/.exec(text) ?? [];
  const factor = FACTORS[suffix];
  if (amount === undefined || factor === undefined) throw new Error(`${text} is no quantity that this program knows`);
  return Number(amount) * factor;
}
