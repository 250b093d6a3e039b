/** The middle of several measurements, and how far they lie apart. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted.at(0), sorted.at(-1)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const upper = sorted[Math.floor(sorted.length / 2)];
  if (min === undefined || max === undefined || lower === undefined || upper === undefined) {
    throw new Error('A spread of no values');
  }
  return { min, median: (lower + upper) / 2, max };
}

/** A median with an interval that holds the true one with about 95 % probability. */
export interface Estimate extends Spread {
  readonly low: number;
  readonly high: number;
}

/**
 * Estimates the median from its rank's binomial distribution: nothing is assumed about how the values are distributed.
 * Fewer than six values have no such interval; theirs is from the least to the most.
 */
export function estimate(values: readonly number[]): Estimate {
  const sorted = values.toSorted((a, b) => a - b);
  const below = Math.max(0, Math.floor(sorted.length / 2 - 0.98 * Math.sqrt(sorted.length)));
  return { ...spread(values), low: sorted.at(below)!, high: sorted.at(-1 - below)! };
}
