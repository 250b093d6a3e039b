import { load } from '../lib/load.js';
import { type RunningContestant } from './contestants.js';

/**
 * The same for every contestant. The load is closed: the server is always busy, each answer is followed by the next
 * request. No one open rate would do instead, since the fastest serves many times what the slowest can, and at full
 * load every pause of a server shows in its p99.
 */
export const CONNECTIONS = 16;

const WARM_UP_REQUESTS = 10_000;

/** One contestant in one round. */
export interface Measurement {
  readonly rate: number;
  readonly cpuUs: number;
  /** CPU per request of the auth service, where it asks one. */
  readonly authCpuUs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly generatorBusy: number;
}

/** Every contestant of one round, by name. */
export type Round = ReadonlyMap<string, Measurement>;

/** Sends so many requests that hot code is compiled, also of those that answer few a second. */
export async function warmUp(contestant: RunningContestant, seconds: number): Promise<void> {
  for (let sent = 0; sent < WARM_UP_REQUESTS;) {
    const { rate } = await measure(contestant, seconds);
    sent += rate * seconds;
  }
  process.stderr.write(`warmed up: ${contestant.name}\n`);
}

/** Measures each contestant once, in turn, so that what else the machine does in a round concerns them all. */
export async function measureRound(
  contestants: readonly RunningContestant[],
  seconds: number,
): Promise<Round> {
  const round = new Map<string, Measurement>();
  for (const contestant of contestants) {
    const result = await measure(contestant, seconds);
    process.stderr.write(` ${Math.round(result.rate)}`);
    round.set(contestant.name, result);
  }
  process.stderr.write('\n');
  return round;
}

async function measure(contestant: RunningContestant, seconds: number): Promise<Measurement> {
  const { name, server, auth, nextRequest } = contestant;
  const before = [await server.cpuUs(), (await auth?.cpuUs()) ?? 0] as const;
  const result = await load({ port: server.port, connections: CONNECTIONS, seconds, nextRequest });
  const after = [await server.cpuUs(), (await auth?.cpuUs()) ?? 0] as const;
  if (result.failures > 0)
    throw new Error(`${name} refused ${result.failures} of ${result.requests} requests`);
  return {
    rate: result.requests / result.seconds,
    cpuUs: (after[0] - before[0]) / result.requests,
    authCpuUs: (after[1] - before[1]) / result.requests,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    generatorBusy: result.generatorBusy,
  };
}
