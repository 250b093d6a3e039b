import { type Promised } from '../lib/promises.js';
import { estimate } from '../lib/stats.js';
import { formatNumber, formatSpread, formatTable } from '../lib/table.js';
import type { AskedRound, Slice } from './measure-asked.js';
import type { HeapRow, MemoryRow } from './measure-memory.js';
import { WAYS, type ProxiedRound, type Way } from './measure-proxied.js';

/** The questions, asked directly: each figure is the median over the slices, with the least and the most. */
export function formatAsked(rounds: readonly AskedRound[]): string {
  const row = (name: keyof AskedRound) => {
    const over = (figure: (slice: Slice) => number, digits: number) =>
      formatSpread(estimate(rounds.map((round) => figure(round[name]))), digits);
    return [name, over(({ cpuUs }) => cpuUs, 1), over(({ rate }) => rate, 0), over(({ p50Ms }) => p50Ms, 2)];
  };
  const ratio = (figure: (slice: Slice) => number) =>
    formatSpread(estimate(rounds.map(({ gate, '/verify': verify }) => figure(gate) / figure(verify))), 2);
  const ratios = [
    'gate ÷ /verify',
    ...[(s: Slice) => s.cpuUs, (s: Slice) => s.rate, (s: Slice) => s.p50Ms].map(ratio),
  ];
  return formatTable(
    ['asked directly', 'CPU µs a question', 'questions/s', 'p50 ms'],
    [row('gate'), row('/verify'), ratios],
  );
}

/** The promise of the gate's CPU. */
export function promisesOf(rounds: readonly AskedRound[]): Promised[] {
  const measured = estimate(rounds.map(({ gate, '/verify': verify }) => gate.cpuUs / verify.cpuUs));
  return [
    { what: 'CPU of the gate ÷ of auth, a question', limit: 1 / 3, limitIs: 'most', measured, digits: 2 },
  ];
}

/** Requests through nginx. */
export function formatProxied(rounds: readonly ProxiedRound[]): string {
  const over = (figure: (round: ProxiedRound) => number, digits: number) =>
    formatSpread(estimate(rounds.map(figure)), digits);
  const names: Record<Way, string> = { none: 'nobody is asked', gate: 'the gate is', verify: 'auth is' };
  const rows = WAYS.map((way) => [
    names[way],
    over((round) => round[way].rate, 0),
    over((round) => round[way].rate / round.none.rate, 2),
    over((round) => round[way].rate / round.verify.rate, 2),
    over((round) => round[way].p50Ms, 2),
  ]);
  return formatTable(['through nginx', 'requests/s', '÷ nobody', '÷ auth', 'p50 ms'], rows);
}

/** The memory of gates at rest. */
export function formatMemory(rows: readonly MemoryRow[], heap: readonly HeapRow[]): string {
  const [least] = rows;
  const table = formatTable(
    ['memory', 'entries', 'resident MiB', 'more than the first'],
    rows.map(({ policies, entries, mib }) => [
      `${formatNumber(policies)} ${policies === 1 ? 'policy' : 'policies'}`,
      formatNumber(entries),
      formatSpread(mib, 1),
      formatNumber(mib.median - least!.mib.median, 1),
    ]),
  );
  const lines = heap.map(
    ({ policies, bytes }) =>
      `${formatNumber(policies)} policies take ${formatSpread(bytes, 0)} bytes of the heap: ${formatNumber(bytes.median / policies)} each`,
  );
  return [table, ...lines].join('\n');
}
