import { formatPromises } from '../lib/promises.js';
import { spread } from '../lib/stats.js';
import { formatSpread, formatTable } from '../lib/table.js';
import type { Flood } from './flood.js';

const SIGN_IN = '/api/users/signin';
const OTHERS = ['currentuser', 'healthz'] as const;
const MAX_P99_MS = 250;
const NONE = { requests: 0, commands: 0 };

/**
 * The table of several floods and its promises.
 * @param capacity sign-ins a second that the service could do
 */
export function reportFloods(floods: readonly Flood[], capacity: number): string {
  const of = (value: (flood: Flood) => number) => spread(floods.map(value));
  const cell = (value: (flood: Flood) => number, digits = 0) => formatSpread(of(value), digits);
  const rows = OTHERS.flatMap((name) => [
    [`${name}, p50 in ms`, cell(({ flooded }) => flooded[name].p50Ms, 1)],
    [`${name}, p99 in ms`, cell(({ flooded }) => flooded[name].p99Ms, 1)],
    [`${name} without the flood, p99 in ms`, cell(({ quiet }) => quiet[name].p99Ms, 1)],
  ]);
  const table = formatTable(
    [`in ${floods.length} floods`, 'median (least to most)'],
    [
      ['sign-ins sent a second', cell(({ sent }) => sent.requests / sent.seconds)],
      ['served a second', cell(servedPerSecond)],
      ['refused, of 100 sent', cell((flood) => ofHundred(flood, refused(flood)?.requests))],
      [
        'failed since the database was slow, of 100 sent',
        cell((flood) => ofHundred(flood, failed(flood)?.requests), 1),
      ],
      ['served ÷ capacity', cell((flood) => servedPerSecond(flood) / capacity, 2)],
      ...rows,
      ['database commands per served sign-in', cell(perServed, 1)],
      ['database commands per refused sign-in', cell(perRefused, 2)],
      ['memory before, in MiB', cell(({ memory }) => memory.before / 2 ** 20)],
      ['memory at most, in MiB', cell(({ memory }) => memory.most / 2 ** 20)],
      ['the flood itself, in % of a core', cell(({ sent }) => sent.generatorBusy * 100)],
      ['the probe, in % of a core', cell(({ flooded }) => flooded.busy * 100)],
    ],
  );
  const slow = { limit: MAX_P99_MS, limitIs: 'most', digits: 1 } as const;
  return [
    table,
    formatPromises([
      ...OTHERS.map((name) => ({
        ...slow,
        what: `p99 of ${name} in the flood, in ms,`,
        measured: of(({ flooded }) => flooded[name].p99Ms),
      })),
      {
        what: 'database commands per refused sign-in',
        limit: 0,
        limitIs: 'most',
        measured: of(perRefused),
        digits: 2,
      },
    ]),
  ].join('\n');
}

const ofHundred = ({ counted }: Flood, requests = 0) => (requests / counted.sent) * 100;
const servedPerSecond = ({ sent }: Flood) => (sent.statuses[200] ?? 0) / sent.seconds;

const served = ({ counted }: Flood) => counted.commands[`${SIGN_IN} 200`];
/** For want of a place: Retry-After is 1 s. */
const refused = ({ counted }: Flood) => counted.commands[`${SIGN_IN} 503 1`];
/** Since MongoDB did not keep up: Retry-After is 2 s. */
const failed = ({ counted }: Flood) => counted.commands[`${SIGN_IN} 503 2`];

/** A command that belongs to no request counts here: the events of sign-ins are moved into the log after the answers. */
function perServed(flood: Flood): number {
  const { commands, requests } = served(flood) ?? NONE;
  return (commands + (flood.counted.commands.none?.commands ?? 0)) / requests;
}

function perRefused(flood: Flood): number {
  const { commands, requests } = refused(flood) ?? NONE;
  return commands / requests;
}
