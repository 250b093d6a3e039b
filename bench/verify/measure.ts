import { load } from '../lib/load.js';
import { BARE, type RequestSource, type RunningContestant } from './contestants.js';

/**
 * The same for every contestant. The load is closed: the server is always busy, each answer is followed by the next
 * request. No one open rate would do instead, since the fastest serves many times what the slowest can, and at full
 * load every pause of a server shows in its p99.
 */
export const CONNECTIONS = 16;

const WARM_UP_REQUESTS = 10_000;

/**
 * What comes before each slice and is not measured. The bare route runs beside every contestant, so it would always be warm,
 * while a contestant has slept for seconds: its first requests find nothing of its own in the caches of the CPU.
 */
const LEAD_IN_SECONDS = 0.05;

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

/** Two contestants, one right after the other. */
export interface Pair {
  readonly own: Measurement;
  readonly other: Measurement;
}

/** Every pair of one round, by the name of `pairName`. */
export type Round = ReadonlyMap<string, Pair>;

export function pairName(own: string, other: string): string {
  return `${own} ÷ ${other}`;
}

/** Sends so many requests that hot code is compiled, also of those that answer few a second. */
export async function warmUp(contestant: RunningContestant, seconds: number): Promise<void> {
  for (let sent = 0; sent < WARM_UP_REQUESTS;) {
    const { rate } = await measure(contestant, seconds);
    sent += rate * seconds;
  }
  process.stderr.write(`warmed up: ${contestant.name}\n`);
}

/**
 * Measures each pair once: what else the machine does for longer than a slice concerns both of it.
 * @param isOwnFirst in every second round the other one is first, so that neither always follows
 */
export async function measureRound(
  pairs: readonly (readonly [own: RunningContestant, other: RunningContestant])[],
  seconds: number,
  isOwnFirst: boolean,
): Promise<Round> {
  const round = new Map<string, Pair>();
  for (const [own, other] of pairs) {
    // The bare route is sent the same bytes: reading a cookie off the wire is no cost of authentication.
    const otherRequest = other.name === BARE ? own.sameRequest : other.nextRequest;
    const measureOwn = () => measure(own, seconds);
    const measureOther = () => measure(other, seconds, otherRequest);
    const [first, second] = isOwnFirst ? [measureOwn, measureOther] : [measureOther, measureOwn];
    const [one, two] = [await first(), await second()];
    round.set(
      pairName(own.name, other.name),
      isOwnFirst ? { own: one, other: two } : { own: two, other: one },
    );
  }
  return round;
}

async function measure(
  contestant: RunningContestant,
  seconds: number,
  nextRequest: RequestSource = contestant.nextRequest,
): Promise<Measurement> {
  const { name, server, auth } = contestant;
  await load({ port: server.port, connections: CONNECTIONS, seconds: LEAD_IN_SECONDS, nextRequest });
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
