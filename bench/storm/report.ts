import type { Promised } from '../lib/promises.js';
import { spread } from '../lib/stats.js';
import { formatNumber, formatTable } from '../lib/table.js';
import type { Storm } from './measure-storm.js';

const nameOf = ({ plan }: Storm) => `${plan.kind}, ${formatNumber(plan.entries)}, ${plan.way}`;

const cpuOf = ({ cpuMs, current }: Storm) => cpuMs / current;
const kilobytesOf = ({ bytes, current }: Storm) => bytes / 1e3 / current;
const worstOf = ({ probe }: Storm) => Math.max(probe.currentuser, probe.healthz);
const mebibytesOf = ({ memory }: Storm) => memory / 2 ** 20;

/** The rows of a table in the order in which they were measured first; a row has all its rounds. */
function byName(storms: readonly Storm[]): Map<string, Storm[]> {
  const rows = new Map<string, Storm[]>();
  for (const storm of storms) rows.set(nameOf(storm), [...(rows.get(nameOf(storm)) ?? []), storm]);
  return rows;
}

export function formatStorms(storms: readonly Storm[]): string {
  return formatTable(
    [
      ...[
        'entries, way',
        'followers',
        'CPU ms each',
        'KB each',
        's to the last',
        'currentuser ms',
        'healthz ms',
      ],
      ...['loop ms', 'MiB', 'answers'],
    ],
    [...byName(storms)].map(([name, rounds]) => {
      const median = (figure: (storm: Storm) => number, digits: number) =>
        formatNumber(spread(rounds.map(figure)).median, digits);
      const worst = (figure: (storm: Storm) => number) => formatNumber(Math.max(...rounds.map(figure)));
      return [
        ...[name, followersOf(rounds), median(cpuOf, 2), median(kilobytesOf, 1)],
        median(({ ms }) => ms / 1000, 1),
        worst(({ probe }) => probe.currentuser),
        worst(({ probe }) => probe.healthz),
        ...[worst(({ loopMs }) => loopMs), worst(mebibytesOf), answersOf(rounds)],
      ];
    }),
  );
}

function followersOf(rounds: readonly Storm[]): string {
  const [{ plan }] = rounds as [Storm];
  const least = Math.min(...rounds.map(({ current }) => current));
  return least === plan.followers ? formatNumber(least) : `${least} of ${plan.followers}`;
}

function answersOf(rounds: readonly Storm[]): string {
  const [{ answers }] = rounds as [Storm];
  return Object.entries(answers)
    .map(([answer, count]) => `${answer}: ${formatNumber(count)}`)
    .join(', ');
}

/** What the design promises, with what was measured. */
export function promisesOf(storms: readonly Storm[]): Promised[] {
  const rows = [...byName(storms)];
  const measured = (rounds: readonly Storm[], figure: (storm: Storm) => number) => spread(rounds.map(figure));
  const ours = rows.filter(([, [first]]) => first!.plan.way !== 'inline');
  const tenth = (name: string, rounds: readonly Storm[]) => {
    const { plan } = rounds[0]!;
    const baseline = rows.find(
      ([, [first]]) =>
        first!.plan.way === 'inline' &&
        first!.plan.kind === plan.kind &&
        first!.plan.entries === plan.entries,
    )?.[1];
    if (plan.entries !== 100_000 || !baseline) return [];
    const part = (figure: (storm: Storm) => number) => {
      const whole = spread(baseline.map(figure)).median;
      return measured(rounds, (storm) => figure(storm) / whole);
    };
    const most = { limit: 0.1, limitIs: 'most', digits: 3 } as const;
    return [
      { what: `${name}: CPU ÷ inline`, ...most, measured: part(cpuOf) },
      { what: `${name}: bytes ÷ inline`, ...most, measured: part(kilobytesOf) },
    ];
  };
  return ours.flatMap(([name, rounds]) => [
    ...tenth(name, rounds),
    {
      what: `${name}: worst ms`,
      limit: 100,
      limitIs: 'most',
      measured: measured(rounds, worstOf),
      digits: 0,
    },
    { what: `${name}: MiB`, limit: 512, limitIs: 'most', measured: measured(rounds, mebibytesOf), digits: 0 },
  ]);
}
