import type { Crowds } from '../followers/crowds.js';
import { observeBans, type FannedOut } from './bans.js';
import { costing, measureIdle, type Costs, type IdleMinute, type Memory } from './costs.js';
import type { Ground } from './ground.js';
import type { House, HousePlan } from './house.js';
import type { LoadOrder, SteadyLoad } from '../lib/steady-load.js';

export const LOADS = ['idle', 'half load'] as const;

/** What was measured of one number of followers at one load. */
export interface Measured {
  readonly plan: HousePlan;
  /** 0 is the baseline: bans, and sign-ins, with nobody who follows. */
  readonly followers: number;
  readonly load: (typeof LOADS)[number];
  readonly bans: readonly FannedOut[];
  readonly banCount: number;
  readonly costs: Costs;
  readonly memory: Memory;
  /** Of the sign-ins that are the half load, in ms. */
  readonly signInP99Ms: number | undefined;
  /** Before the bans; without a load and of one replica only, since a follower has no more than one. */
  readonly idle: IdleMinute | undefined;
}

/** What the run needs of everything. */
export interface Equipment {
  readonly ground: Ground;
  readonly crowds: Crowds;
  readonly load: SteadyLoad<LoadOrder>;
  readonly bans: number;
  readonly idleSeconds: number;
  readonly say: (line: string) => void;
}

/** Where there are several replicas. */
const BANS_ARE_ONE_OF = 3;

/** Measures a house with each number of followers, without a load and at half of the sign-ins that it can do. */
export async function measureHouse(
  house: House,
  sizes: readonly number[],
  equipment: Equipment,
): Promise<Measured[]> {
  const { crowds, ground, load, say } = equipment;
  const isSpread = house.plan.replicas > 1;
  // Such a ban takes up to a second, until the other replicas have read of it.
  const bans = isSpread ? Math.ceil(equipment.bans / BANS_ARE_ONE_OF) : equipment.bans;
  await ground.startAnew(house.authUrl);
  const perSecond = (await load.capacity({ ports: house.ports })) / 2;
  say(`half load is ${perSecond.toFixed(1)} sign-ins a second`);
  const measured: Measured[] = [];
  for (const followers of [0, ...sizes]) {
    say(`${house.plan.feed}, ${house.plan.replicas} replicas, ${followers} followers`);
    await crowds.follow(house.feeds, followers);
    const idle = isSpread ? undefined : await measureIdle(house, crowds, equipment.idleSeconds);
    for (const each of LOADS) {
      const loaded = each === 'idle' ? undefined : perSecond;
      const rest = await measureBans(house, { ...equipment, bans }, loaded);
      measured.push({
        ...{ plan: house.plan, followers, load: each, ...rest },
        idle: each === 'idle' ? idle : undefined,
      });
    }
    await crowds.leave();
  }
  return measured;
}

async function measureBans(
  house: House,
  { crowds, ground, load, bans }: Equipment,
  perSecond: number | undefined,
) {
  const adminCookie = await ground.startAnew(house.authUrl);
  const { ports } = house;
  const observe = () => observeBans(crowds, { ports, adminCookie, people: ground.people, bans });
  let signInP99Ms: number | undefined;
  const { result, costs, memory } = await costing(house, async () => {
    if (perSecond === undefined) return observe();
    const loaded = await load.during({ ports, perSecond }, observe);
    signInP99Ms = loaded.p99Ms;
    return loaded.result;
  });
  return { bans: result, banCount: bans, costs, memory, signInP99Ms };
}
