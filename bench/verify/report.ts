import { formatEstimate, formatNumber, formatTable } from '../lib/table.js';
import { type Summary } from './summary.js';

/** How each column is made from a row; a ratio is shown as `median [95 % interval]`. */
const COLUMNS: readonly (readonly [heading: string, cell: (row: Summary) => string])[] = [
  ['', ({ name }) => name],
  ['requests/s', ({ rate }) => formatNumber(rate.median)],
  ['÷ bare', ({ ofBare }) => formatEstimate(ofBare, 2)],
  ['CPU µs', ({ cpuUs }) => formatNumber(cpuUs.median, 1)],
  ['added to bare', ({ addedCpuUs }) => formatEstimate(addedCpuUs, 1)],
  ["auth's CPU µs", ({ authCpuUs }) => (authCpuUs.median > 0 ? formatNumber(authCpuUs.median, 1) : '')],
  ['p50 ms', ({ p50Ms }) => formatNumber(p50Ms.median, 2)],
  ['p99 ms', ({ p99Ms }) => formatNumber(p99Ms.median, 2)],
  ['÷ bare', ({ p99OfBare }) => formatEstimate(p99OfBare, 2)],
];

export function formatSummaries(summaries: readonly Summary[]): string {
  const table = formatTable(
    COLUMNS.map(([heading]) => heading),
    summaries.map((row) => COLUMNS.map(([, cell]) => cell(row))),
  );
  const busiest = Math.max(...summaries.map(({ generatorBusy }) => generatorBusy.max));
  return `${table}\nThe load generator used at most ${formatNumber(busiest * 100)} % of a core: ${limitedBy(busiest)}.`;
}

function limitedBy(generatorBusy: number): string {
  return generatorBusy < 0.9
    ? 'the servers were the limit'
    : 'IT WAS THE LIMIT, the fastest rates are understated';
}
