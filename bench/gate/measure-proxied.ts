import { startServer } from '../lib/child.js';
import { load } from '../lib/load.js';
import { ROUTE } from '../verify/route.js';
import { requestsTo, type House } from './house.js';
import { startNginx } from './nginx.js';

/** Whom nginx asks about each request. */
export const WAYS = ['none', 'gate', 'verify'] as const;
export type Way = (typeof WAYS)[number];

/** Requests through nginx, for each way to decide, one right after the other. */
export type ProxiedRound = Readonly<Record<Way, { readonly rate: number; readonly p50Ms: number }>>;

const CONNECTIONS = 16;
const WARM_UP_SECONDS = 2;

/** Sends requests through nginx to a bare route, at full load; the ways take turns in each round. */
export async function measureProxied(
  command: string,
  { gate, verify, cookies }: House,
  rounds: number,
  seconds: number,
): Promise<ProxiedRound[]> {
  const bare = await startServer(new URL('../verify/variants/bare.js', import.meta.url));
  const nginx = await startNginx(command, { gate, verify }, { port: bare.port, path: ROUTE });
  const send = async (way: Way, duration: number) => {
    const nextRequest = requestsTo(`/${way}`, cookies);
    const result = await load({ port: nginx.port, connections: CONNECTIONS, seconds: duration, nextRequest });
    if (result.failures > 0) throw new Error(`nginx (${way}) refused ${result.failures} requests`);
    return { rate: result.requests / result.seconds, p50Ms: result.p50Ms };
  };
  try {
    const measured: ProxiedRound[] = [];
    for (const way of WAYS) await send(way, WARM_UP_SECONDS);
    for (let round = 0; round < rounds; round++) {
      const inOrder = WAYS.map((_way, index) => WAYS[(index + round) % WAYS.length]!);
      const slices: [Way, { rate: number; p50Ms: number }][] = [];
      for (const way of inOrder) slices.push([way, await send(way, seconds)]);
      measured.push(Object.fromEntries(slices) as ProxiedRound);
    }
    return measured;
  } finally {
    await nginx.stop();
    bare.stop();
  }
}
