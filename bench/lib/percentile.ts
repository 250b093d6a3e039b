/** The smallest of the values that at least so many of a hundred are not above (nearest rank). */
export function percentile(values: readonly number[], of100: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil((of100 / 100) * sorted.length) - 1];
  if (value === undefined) throw new Error('A percentile of no values');
  return value;
}
