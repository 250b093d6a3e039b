import { load } from '../lib/load.js';
import { cpuMs } from '../lib/process-cost.js';
import { requestsTo, type House, type Judge } from './house.js';

/** One slice of questions to one judge. */
export interface Slice {
  readonly rate: number;
  /** CPU of the judge's process, of one question. */
  readonly cpuUs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Both judges, one right after the other. */
export type AskedRound = Readonly<Record<Judge['name'], Slice>>;

const CONNECTIONS = 16;
/** What comes before each slice and is not measured: a judge that has slept finds nothing of its own in the caches of the CPU. */
const LEAD_IN_SECONDS = 0.05;
/** So many for each, so that the slow one is as warm as the fast one. */
const WARM_UP_REQUESTS = 10_000;
const MAX_WARM_UP_SECONDS = 60;

/** Asks both judges as a proxy would, at full load: short slices in pairs, each first in turn. */
export async function measureAsked(
  { gate, verify, cookies }: House,
  rounds: number,
  seconds: number,
): Promise<AskedRound[]> {
  const measured: AskedRound[] = [];
  for (const judge of [gate, verify]) await ask(judge, cookies, MAX_WARM_UP_SECONDS, WARM_UP_REQUESTS);
  for (let round = 0; round < rounds; round++) {
    const inOrder = round % 2 === 0 ? [gate, verify] : [verify, gate];
    const slices: [string, Slice][] = [];
    for (const judge of inOrder) slices.push([judge.name, await measure(judge, cookies, seconds)]);
    measured.push(Object.fromEntries(slices) as AskedRound);
  }
  return measured;
}

async function measure(judge: Judge, cookies: readonly string[], seconds: number): Promise<Slice> {
  await ask(judge, cookies, LEAD_IN_SECONDS);
  const before = await cpuMs(judge.pid);
  const { requests, seconds: taken, p50Ms, p99Ms } = await ask(judge, cookies, seconds);
  const cpu = (await cpuMs(judge.pid)) - before;
  return { rate: requests / taken, cpuUs: (cpu * 1000) / requests, p50Ms, p99Ms };
}

/** @throws Error when anybody is refused */
async function ask(
  { name, port, path }: Judge,
  cookies: readonly string[],
  seconds: number,
  requests = Infinity,
) {
  const next = requestsTo(path, cookies);
  let left = requests;
  const nextRequest = () => (left-- > 0 ? next() : undefined);
  const result = await load({ port, connections: CONNECTIONS, seconds, nextRequest });
  if (result.failures > 0) throw new Error(`${name} refused ${result.failures} of ${result.requests}`);
  return result;
}
