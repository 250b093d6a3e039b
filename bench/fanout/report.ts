import { percentile } from '../lib/percentile.js';
import type { Promised } from '../lib/promises.js';
import { spread } from '../lib/stats.js';
import { formatNumber, formatTable } from '../lib/table.js';
import type { FannedOut } from './bans.js';
import type { BareRow } from './measure-bare.js';
import type { Measured } from './measure-house.js';

const nameOf = ({ plan, followers, load }: Measured) =>
  `${plan.feed}, ${plan.replicas} ${plan.replicas === 1 ? 'replica' : 'replicas'}, ${formatNumber(followers)}, ${load}`;

const ms = (value: number) => formatNumber(value, 1);

function cellsOf(bans: readonly FannedOut[]): string[] {
  if (bans.length === 0) return ['', '', '', '', '', '', ''];
  const lasts = bans.map(({ last }) => last);
  const { min, median, max } = spread(lasts);
  const answerOf = spread(bans.map(({ answer }) => answer)).median;
  const firstOf = spread(bans.map(({ first }) => first)).median;
  const medianOf = spread(bans.map((ban) => ban.median)).median;
  const figures = [firstOf, medianOf, min, median, percentile(lasts, 99), max];
  return [answerOf === 0 ? '' : ms(answerOf), ...figures.map(ms)];
}

/** One table of what bans took. */
export function formatFanout(rows: readonly Measured[], bare: readonly BareRow[]): string {
  return formatTable(
    [
      ...['ms', 'the 200', 'first follower', 'median follower', 'last: min', 'median', 'p99', 'max'],
      ...['auth CPU a ban', 'nats CPU a ban', 'auth MiB', 'nats MiB', 'sign-in p99'],
    ],
    [
      ...bare.map(({ followers, writes, cpuMsAWrite }) => [
        `bare writes, no auth, ${formatNumber(followers)}`,
        ...cellsOf(writes),
        `(${formatNumber(cpuMsAWrite, 1)})`,
      ]),
      ...rows.map((row) => [nameOf(row), ...cellsOf(row.bans), ...costsOf(row)]),
    ],
  );
}

function costsOf({ load, costs, banCount, memory, signInP99Ms, plan }: Measured): string[] {
  const aBan = (value: number) => (load === 'idle' ? ms(value / banCount) : '');
  const ofNats = (text: string) => (plan.feed === 'NATS' ? text : '');
  return [
    aBan(costs.authCpuMs),
    ofNats(aBan(costs.natsCpuMs)),
    formatNumber(memory.auth),
    ofNats(formatNumber(memory.nats)),
    signInP99Ms === undefined ? '' : ms(signInP99Ms),
  ];
}

/** What followers cost while nothing happens: beyond what the same processes take without any. */
export function formatIdle(rows: readonly Measured[]): string {
  const idle = rows.filter((row) => row.idle !== undefined);
  return formatTable(
    ['of a minute', 'auth CPU ms', 'nats CPU ms', 'bytes'],
    idle
      .filter(({ followers }) => followers > 0)
      .map((row) => {
        const without = idle.find(({ plan, followers }) => plan === row.plan && followers === 0)!.idle!;
        const each = (value: number, none: number, digits: number) =>
          formatNumber((value - none) / row.followers, digits);
        return [
          nameOf(row),
          each(row.idle!.authCpuMs, without.authCpuMs, 2),
          row.plan.feed === 'NATS' ? each(row.idle!.natsCpuMs, without.natsCpuMs, 2) : '',
          each(row.idle!.bytes, 0, 0),
        ];
      }),
  );
}

/** What the design promises, with what was measured. */
export function promisesOf(rows: readonly Measured[]): Promised[] {
  const promise = (row: Measured, limit: number): Promised => ({
    what: `${nameOf(row)}: p99 ms of the last follower`,
    ...{ limit, limitIs: 'most', digits: 1 },
    measured: spread([
      percentile(
        row.bans.map(({ last }) => last),
        99,
      ),
    ]),
  });
  const ofOne = rows.filter(({ plan }) => plan.replicas === 1);
  return [
    ...ofOne
      .filter(({ followers, load }) => followers === 20 && load === 'idle')
      .map((row) => promise(row, 20)),
    ...ofOne
      .filter(({ followers, load }) => followers === 2500 && load === 'half load')
      .map((row) => promise(row, 250)),
  ];
}
