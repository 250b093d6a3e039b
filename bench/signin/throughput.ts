import { load } from '../lib/load.js';
import { spread, type Spread } from '../lib/stats.js';
import type { Worker } from '../lib/worker.js';
import type { DirectOrder, DirectResult } from './direct.js';
import { signInRequest } from './people.js';

export interface Throughput {
  readonly http: Spread;
  readonly direct: Spread;
  readonly ratio: Spread;
}

interface ThroughputOrder {
  readonly rounds: number;
  readonly seconds: number;
  readonly atOnce: number;
  /** Called before each measurement. */
  readonly forgetSessions: () => Promise<void>;
}

/** Signs in over HTTP and without it, in turn, with as many under way at once. */
export async function measureThroughput(
  port: number,
  direct: Worker<DirectOrder, DirectResult>,
  { rounds, seconds, atOnce, forgetSessions }: ThroughputOrder,
): Promise<Throughput> {
  const rates: { http: number; direct: number }[] = [];
  let turn = 0;
  for (let round = 0; round <= rounds; round++) {
    await forgetSessions();
    const overHttp = await load({
      port,
      connections: atOnce,
      seconds,
      nextRequest: () => signInRequest(turn++),
    });
    if (overHttp.failures > 0)
      throw new Error(`${overHttp.failures} of ${overHttp.requests} sign-ins were refused`);
    await forgetSessions();
    const alone = await direct.work({ seconds, atOnce });
    const rate = { http: overHttp.requests / overHttp.seconds, direct: alone.signIns / alone.seconds };
    console.log(
      `${round === 0 ? 'warm-up' : `round ${round}`}: ${rate.http.toFixed(0)} and ${rate.direct.toFixed(0)} a second`,
    );
    // Round 0 warms up.
    if (round > 0) rates.push(rate);
  }
  return {
    http: spread(rates.map(({ http }) => http)),
    direct: spread(rates.map(({ direct }) => direct)),
    ratio: spread(rates.map(({ http, direct }) => http / direct)),
  };
}
