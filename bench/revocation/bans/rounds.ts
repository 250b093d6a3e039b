import { startSteadyLoad, type SteadyLoad } from '../../lib/steady-load.js';
import type { PersonOrder } from './generator.js';
import { type House } from './house.js';
import { observeBans, withLists, type Ban } from './measure-bans.js';
import { expectAll, following, startTargets, type Target } from './targets.js';

export const LOADS = ['idle', 'half load'] as const;

/** One target at one load, with the bans of each round. */
export interface Row {
  readonly target: Target;
  readonly load: (typeof LOADS)[number];
  /** Requests a second, of all services together. */
  readonly perSecond: number;
  readonly rounds: (readonly Ban[])[];
}

/** Measures every row once a round, in turn, so that what else the machine does in a round concerns them all. */
export async function measureBans(
  house: House,
  { rounds, bans }: { rounds: number; bans: number },
  say: (line: string) => void,
): Promise<Row[]> {
  const targets = await startTargets(house);
  const generator = await startSteadyLoad<PersonOrder>(new URL('./generator.js', import.meta.url));
  try {
    const rows: Row[] = [];
    // The same load for the same services, whichever feed they follow.
    const capacities = new Map<Target['services'], number>();
    for (const target of targets) {
      const capacity = capacities.get(target.services) ?? (await measureCapacity(house, target, generator));
      capacities.set(target.services, capacity);
      for (const load of LOADS)
        rows.push({ target, load, perSecond: load === 'idle' ? 0 : capacity / 2, rounds: [] });
    }
    // Round 0 warms up.
    for (let round = 0; round <= rounds; round++) {
      say(round === 0 ? 'warm-up' : `round ${round} of ${rounds}`);
      for (const row of rows) {
        const measured = await measureRow(house, row, generator, bans);
        if (round > 0) row.rounds.push(measured);
      }
    }
    return rows;
  } finally {
    generator.stop();
    for (const { services } of targets) for (const service of services) service.stop();
  }
}

async function measureCapacity(
  house: House,
  target: Target,
  generator: SteadyLoad<PersonOrder>,
): Promise<number> {
  const [person] = await house.signUp(1);
  const ports = target.services.map(({ port }) => port);
  return following(target, [], () => generator.capacity({ ports, cookie: person!.cookie }));
}

async function measureRow(
  house: House,
  { target, perSecond }: Row,
  generator: SteadyLoad<PersonOrder>,
  count: number,
): Promise<Ban[]> {
  const { services, feed } = target;
  const [loading, ...people] = await house.signUp(count + 1);
  const observe = () => observeBans(house, services, people);
  const order = { ports: services.map(({ port }) => port), cookie: loading!.cookie, perSecond };
  return following(target, people, async () => {
    await expectAll(services, people, 'let in');
    const observed = perSecond > 0 ? (await generator.during(order, observe)).result : await observe();
    const bans = await withLists(observed, feed === undefined ? [] : services, people);
    await expectAll(services, people, 'refused');
    return bans;
  });
}

/** What a whole request takes on one service at full load, where one process is what is busy. */
export function requestNs(rows: readonly Row[]): number {
  const { perSecond } = rows.find(
    ({ target, load }) => target.services.length === 1 && load === 'half load',
  )!;
  return 1e9 / (2 * perSecond);
}
