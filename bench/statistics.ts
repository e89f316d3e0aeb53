/** Order statistics: few rounds on a noisy machine say more by their middle than by their mean. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** The value below which a share of `values` lies, between its neighbours in proportion. */
function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('no values, no quantile');
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] as number;
  const above = sorted[Math.ceil(at)] as number;
  return below + (above - below) * (at - Math.floor(at));
}

/** The median between the quartiles. */
export const spreadOf = (values: readonly number[]): Spread => ({
  low: quantile(values, 0.25),
  median: quantile(values, 0.5),
  high: quantile(values, 0.75),
});
