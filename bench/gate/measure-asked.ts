import { load } from '../lib/load.js';
import { cpuMs } from '../lib/process-cost.js';
import { requestsTo, type House, type Judge } from './house.js';

/** One slice of questions to one judge. */
export interface Slice {
  readonly rate: number;
  /** CPU of the judge's process, of one question. */
  readonly cpuUs: number;
  readonly p50Ms: number;
}

/** Both judges, one right after the other. */
export type AskedRound = Readonly<Record<Judge['name'], Slice>>;

const CONNECTIONS = 16;
/** So many for each, so that the slow one is as warm as the fast one. */
const WARM_UP_QUESTIONS = 10_000;
/** What comes before each slice and is not measured: a judge that has slept finds nothing of its own in the caches of the CPU. */
const LEAD_IN_QUESTIONS = 50;
const TIMEOUT_SECONDS = 600;

/**
 * Asks both judges as a proxy would, at full load: short slices in pairs, each first in turn. A slice is so many questions and not so
 * much time, or what a process does beside them would count more for the slower one.
 */
export async function measureAsked(
  { gate, verify, cookies }: House,
  rounds: number,
  questions: number,
): Promise<AskedRound[]> {
  const measured: AskedRound[] = [];
  for (const judge of [gate, verify]) await ask(judge, cookies, WARM_UP_QUESTIONS);
  for (let round = 0; round < rounds; round++) {
    const inOrder = round % 2 === 0 ? [gate, verify] : [verify, gate];
    const slices: [string, Slice][] = [];
    for (const judge of inOrder) slices.push([judge.name, await measure(judge, cookies, questions)]);
    measured.push(Object.fromEntries(slices) as AskedRound);
  }
  return measured;
}

async function measure(judge: Judge, cookies: readonly string[], questions: number): Promise<Slice> {
  await ask(judge, cookies, LEAD_IN_QUESTIONS);
  const before = await cpuMs(judge.pid);
  const { requests, seconds, p50Ms } = await ask(judge, cookies, questions);
  const cpu = (await cpuMs(judge.pid)) - before;
  return { rate: requests / seconds, cpuUs: (cpu * 1000) / requests, p50Ms };
}

/** @throws Error when anybody is refused, or it takes too long */
async function ask({ name, port, path }: Judge, cookies: readonly string[], questions: number) {
  const next = requestsTo(path, cookies);
  let left = questions;
  const nextRequest = () => (left-- > 0 ? next() : undefined);
  const result = await load({ port, connections: CONNECTIONS, seconds: TIMEOUT_SECONDS, nextRequest });
  if (result.failures > 0) throw new Error(`${name} refused ${result.failures} of ${result.requests}`);
  if (result.requests < questions) throw new Error(`${name} answered ${result.requests} of ${questions}`);
  return result;
}
