import { type Promised } from '../../lib/promises.js';
import { spread } from '../../lib/stats.js';
import { formatNumber, formatSpread, formatTable } from '../../lib/table.js';
import { percentile } from '../../lib/percentile.js';
import { type Ban } from './measure-bans.js';
import { type Row } from './rounds.js';
import { ASKING, MANY } from './targets.js';

const firstOfAll = ({ lists }: Ban) => Math.min(...lists);
const lastOfAll = ({ lists }: Ban) => Math.max(...lists);
const byHttp = ({ http }: Ban) => http;

/** How each column is made from a row; `p99` is the median over the rounds, with (least to most). */
const COLUMNS: readonly (readonly [heading: string, cell: (row: Row, bans: readonly Ban[]) => string])[] = [
  ['ms after the 200', ({ target, load }) => `${target.name}, ${load}`],
  ['requests/s', ({ perSecond }) => formatNumber(perSecond)],
  ['first list p50', (row, bans) => ofLists(row, () => at(bans, firstOfAll, 50))],
  ['last list p50', (row, bans) => ofLists(row, () => at(bans, lastOfAll, 50))],
  ['p99', (row) => ofLists(row, () => p99(row, lastOfAll))],
  ['max', (row, bans) => ofLists(row, () => at(bans, lastOfAll, 100))],
  ['first 401 p50', (_row, bans) => at(bans, byHttp, 50)],
  ['p99', (row) => p99(row, byHttp)],
  ['max', (_row, bans) => at(bans, byHttp, 100)],
  [
    'let in',
    (_row, bans) =>
      `${formatNumber((100 * bans.filter(({ letIn }) => letIn > 0).length) / bans.length, 1)} %`,
  ],
];

export function formatBans(rows: readonly Row[]): string {
  const table = formatTable(
    COLUMNS.map(([heading]) => heading),
    [
      ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row, row.rounds.flat()))),
      ['expiry only: until 900,000 (15 min)'],
    ],
  );
  const waits = rows.flatMap(({ rounds }) => rounds.flat()).flatMap(({ sinceList }) => sinceList ?? []);
  const least = formatNumber(Math.min(...waits), 2);
  return [
    table,
    'A list notes itself when it first refuses. The first 401 is of one service, asked again and again from the 200 on, so it is as fine',
    'as a request is long; "let in" is how often such a request still got through.',
    `Cross-check: each first 401 was here at least ${least} ms after its own service's list refused; below 0, a clock would be wrong.`,
  ].join('\n');
}

/** What the design promises of a ban, with what was measured: the services' own lists, the last of all. */
export function promisesOfBans(rows: readonly Row[]): Promised[] {
  return rows
    .filter(({ target }) => target.services.length === MANY)
    .map((row) => ({
      what: `${row.target.name}, ${row.load}: p99 ms`,
      limitIs: 'most',
      limit: row.load === 'idle' ? 20 : 100,
      measured: p99s(row, lastOfAll),
      digits: 1,
    }));
}

function p99s({ rounds }: Row, figure: (ban: Ban) => number) {
  return spread(rounds.map((bans) => percentile(bans.map(figure), 99)));
}

const p99 = (row: Row, figure: (ban: Ban) => number) => formatSpread(p99s(row, figure), 1);
const at = (bans: readonly Ban[], figure: (ban: Ban) => number, of100: number) =>
  formatNumber(percentile(bans.map(figure), of100), 1);
const ofLists = ({ target }: Row, cell: () => string) => (target.name === ASKING ? '' : cell());
