import { formatPromises } from '../lib/promises.js';
import { spread, type Spread } from '../lib/stats.js';
import { formatNumber, formatSpread, formatTable } from '../lib/table.js';
import type { Measured } from './measure.js';

/** An address that asks as often as it may, 300 times a minute, takes 5 % of an event loop by it. */
const MAX_ADDED_MS = 10;
const MAX_ADDED_MS_PER_KB = 4;

const inAll = ({ ms }: Measured): Spread => spread(ms);
const ratio = ({ ms, plainMs }: Measured): Spread => spread(ms.map((each, n) => each / plainMs[n]!));
const added = ({ ms, plainMs }: Measured): Spread => spread(ms.map((each, n) => each - plainMs[n]!));
const addedPerKb = ({ ms, plainMs, bytes }: Measured): Spread =>
  spread(ms.map((each, n) => (each - plainMs[n]!) / (bytes / 1024)));

/** Each kind of input at the route where it adds most to a plain request, the most expensive first; and the promises. */
export function reportInputs(measured: readonly Measured[]): string {
  const kinds = [...new Set(measured.map(({ input }) => input))];
  const worst = kinds
    .map((kind) =>
      costliest(
        measured.filter(({ input }) => input === kind),
        added,
      ),
    )
    .toSorted((a, b) => added(b).median - added(a).median);
  const table = formatTable(
    [
      'input, at the route where it adds most',
      'answer',
      'bytes',
      'ms',
      'added ms',
      'added ms a KB',
      '÷ plain',
    ],
    worst.map((row) => [
      `${row.input}, ${row.route}`,
      [...row.statuses].join(' '),
      formatNumber(row.bytes),
      formatNumber(inAll(row).median, 2),
      formatSpread(added(row), 2),
      formatSpread(addedPerKb(row), 2),
      formatSpread(ratio(row), 2),
    ]),
  );
  const most = { limitIs: 'most', digits: 2 } as const;
  const [long, dense] = [costliest(measured, added), costliest(measured, addedPerKb)];
  return [
    `${formatNumber(measured.length)} pairs of a route and an input, ${formatNumber(kinds.length)} inputs`,
    table,
    formatPromises([
      {
        ...most,
        what: `ms of the event loop that the worst input adds to a request (${long.input})`,
        limit: MAX_ADDED_MS,
        measured: added(long),
      },
      {
        ...most,
        what: `ms of the event loop for each KB of the worst input (${dense.input})`,
        limit: MAX_ADDED_MS_PER_KB,
        measured: addedPerKb(dense),
      },
    ]),
  ].join('\n');
}

function costliest(rows: readonly Measured[], cost: (row: Measured) => Spread): Measured {
  return rows.toSorted((a, b) => cost(b).median - cost(a).median)[0]!;
}
