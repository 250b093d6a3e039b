import { type Promised } from '../../lib/promises.js';
import { formatNumber, formatSpread, formatTable } from '../../lib/table.js';
import { type SnapshotRow } from './measure-snapshots.js';

const nameOf = ({ feed, entries, kind }: SnapshotRow) => `${feed}, ${formatNumber(entries)} ${kind}`;

export function formatSnapshots(rows: readonly SnapshotRow[]): string {
  return formatTable(
    ['', 's to publish', 'ms to the complete list', 'MB of heap'],
    rows.map((row) => [
      nameOf(row),
      formatNumber(row.publishMs / 1000, 1),
      formatSpread(row.ms, 0),
      formatSpread(row.heapMB, 1),
    ]),
  );
}

/** What the design promises of a long list, with what was measured. */
export function promisesOfSnapshots(rows: readonly SnapshotRow[]): Promised[] {
  return rows.map((row) => {
    const what = nameOf(row);
    return row.entries === 100_000
      ? { what: `${what}: ms`, limitIs: 'most', limit: 1000, measured: row.ms, digits: 0 }
      : { what: `${what}: MB of heap`, limitIs: 'most', limit: 100, measured: row.heapMB, digits: 1 };
  });
}
