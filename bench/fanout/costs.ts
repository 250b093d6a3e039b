import { setTimeout as sleep } from 'node:timers/promises';
import type { Crowds } from '../followers/crowds.js';
import { cpuMs, peakMemory, resetPeakMemory } from '../lib/process-cost.js';
import type { House } from './house.js';

/** What the processes of a house took: all replicas together, and nats-server. */
export interface Costs {
  readonly authCpuMs: number;
  readonly natsCpuMs: number;
}

/** The most resident memory in MiB: of the replica that has the most, and of nats-server. */
export interface Memory {
  readonly auth: number;
  readonly nats: number;
}

const MIB = 2 ** 20;

/** Does some work and tells what it cost. */
export async function costing<T>(
  house: House,
  work: () => Promise<T>,
): Promise<{ result: T; costs: Costs; memory: Memory }> {
  const pids = [...house.authPids, ...natsOf(house)];
  for (const pid of pids) await resetPeakMemory(pid);
  const before = await readCosts(house);
  const result = await work();
  const after = await readCosts(house);
  const peaks = await Promise.all(house.authPids.map(peakMemory));
  const nats = await Promise.all(natsOf(house).map(peakMemory));
  return {
    result,
    costs: {
      authCpuMs: after.authCpuMs - before.authCpuMs,
      natsCpuMs: after.natsCpuMs - before.natsCpuMs,
    },
    memory: { auth: Math.max(...peaks) / MIB, nats: Math.max(0, ...nats) / MIB },
  };
}

/** A while in which nothing happens but what followers are told by the clock: per minute, of all followers. */
export interface IdleMinute extends Costs {
  readonly bytes: number;
}

/** Measures for so many seconds, which should be a multiple of the 5 s between two as-of. */
export async function measureIdle(house: House, crowds: Crowds, seconds: number): Promise<IdleMinute> {
  const before = await crowds.bytes();
  const { costs } = await costing(house, () => sleep(seconds * 1000));
  const bytes = (await crowds.bytes()) - before;
  const aMinute = 60 / seconds;
  return {
    authCpuMs: costs.authCpuMs * aMinute,
    natsCpuMs: costs.natsCpuMs * aMinute,
    bytes: bytes * aMinute,
  };
}

async function readCosts(house: House): Promise<Costs> {
  const sum = async (pids: readonly number[]) =>
    (await Promise.all(pids.map(cpuMs))).reduce((total, ms) => total + ms, 0);
  return { authCpuMs: await sum(house.authPids), natsCpuMs: await sum(natsOf(house)) };
}

const natsOf = ({ natsPid }: House) => (natsPid === undefined ? [] : [natsPid]);
