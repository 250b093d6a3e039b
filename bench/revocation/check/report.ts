import { type Promised } from '../../lib/promises.js';
import { formatNumber, formatSpread, formatTable } from '../../lib/table.js';
import { type CheckRow } from './measure-check.js';

/** @param requestNs what a whole request takes on one service at full load */
export function formatCheck(rows: readonly CheckRow[], requestNs: number): string {
  return formatTable(
    ['entries', 'ns a check', '% of a request'],
    rows.map(({ entries, ns }) => [
      formatNumber(entries),
      formatSpread(ns, 0),
      formatNumber((100 * ns.median) / requestNs, 2),
    ]),
  );
}

/** What the design promises of the check, with what was measured on the longest list. */
export function promisesOfCheck(rows: readonly CheckRow[]): Promised[] {
  const { entries, ns } = rows.at(-1)!;
  return [
    {
      what: `${formatNumber(entries)} entries: ns a check`,
      limitIs: 'most',
      limit: 1000,
      measured: ns,
      digits: 0,
    },
  ];
}
