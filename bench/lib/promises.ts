import { type Estimate, type Spread } from './stats.js';
import { formatEstimate, formatNumber, formatSpread } from './table.js';

/** Something the design promises, with the figures that were measured for it. */
export interface Promised {
  readonly what: string;
  readonly limit: number;
  readonly limitIs: 'least' | 'most';
  /** The worse end of an interval decides, or the median where there is none. */
  readonly measured: Spread | Estimate;
  readonly digits: number;
}

/** One line for each promise. A promise that was not kept is said as plainly as one that was. */
export function formatPromises(promises: readonly Promised[]): string {
  return promises.map(formatPromise).join('\n');
}

function formatPromise({ what, limit, limitIs, measured, digits }: Promised): string {
  const isAtLeast = limitIs === 'least';
  const kept = isAtLeast ? worst(measured, 'low') >= limit : worst(measured, 'high') <= limit;
  const promise = `${what} at ${limitIs} ${formatNumber(limit, digits)}`;
  return `${kept ? 'kept' : 'NOT KEPT'}: ${promise}: ${format(measured, digits)}`;
}

function worst(measured: Spread | Estimate, end: 'low' | 'high'): number {
  return 'low' in measured ? measured[end] : measured.median;
}

function format(measured: Spread | Estimate, digits: number): string {
  return 'low' in measured ? formatEstimate(measured, digits) : formatSpread(measured, digits);
}
