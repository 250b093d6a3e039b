import { type Spread } from './stats.js';
import { formatNumber, formatSpread } from './table.js';

/** Something the design promises, with the figures that were measured for it: the median decides. */
export interface Promised {
  readonly what: string;
  readonly limit: number;
  readonly limitIs: 'least' | 'most';
  readonly measured: Spread;
  readonly digits: number;
}

/** One line for each promise. A promise that was not kept is said as plainly as one that was. */
export function formatPromises(promises: readonly Promised[]): string {
  return promises.map(formatPromise).join('\n');
}

function formatPromise({ what, limit, limitIs, measured, digits }: Promised): string {
  const kept = limitIs === 'least' ? measured.median >= limit : measured.median <= limit;
  const promise = `${what} at ${limitIs} ${formatNumber(limit, digits)}`;
  return `${kept ? 'kept' : 'NOT KEPT'}: ${promise}: ${formatSpread(measured, digits)}`;
}
