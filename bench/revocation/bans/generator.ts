import { encodeRequest } from '../../lib/http.js';
import { load, type LoadResult } from '../../lib/load.js';
import { ROUTE } from '../../verify/route.js';

/** A load on several servers alike, by one person's requests. */
export interface LoadOrder {
  readonly ports: readonly number[];
  readonly cookie: string;
  /** How long at most; the message `end` ends it before. */
  readonly seconds: number;
  /** All servers together; as fast as the answers come when it is not given. */
  readonly perSecond?: number;
}

/** Over all servers. */
export type LoadAnswer = Pick<LoadResult, 'requests' | 'failures' | 'seconds'>;

/** About so many requests are under way at full load, whatever the number of servers. */
const CONNECTIONS = 20;

let ended = false;

async function run({ ports, cookie, seconds, perSecond }: LoadOrder): Promise<LoadAnswer> {
  ended = false;
  const request = encodeRequest({ path: ROUTE, headers: { Cookie: cookie } });
  const one = {
    seconds,
    connections: Math.ceil(CONNECTIONS / ports.length),
    nextRequest: () => (ended ? undefined : request),
    ...(perSecond !== undefined && { perSecond: perSecond / ports.length }),
  };
  const results = await Promise.all(ports.map((port) => load({ ...one, port })));
  return {
    requests: results.reduce((sum, { requests }) => sum + requests, 0),
    failures: results.reduce((sum, { failures }) => sum + failures, 0),
    seconds: Math.max(...results.map(({ seconds }) => seconds)),
  };
}

process.on('disconnect', () => process.exit());
process.on('message', (order: LoadOrder | 'end') => {
  if (order === 'end') ended = true;
  else void run(order).then((answer) => process.send!(answer));
});
process.send!('listening');
