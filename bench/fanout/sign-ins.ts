import { load, type LoadResult } from '../lib/load.js';
import { signInRequest } from '../signin/people.js';

/** Sign-ins at the replicas of the auth service alike. */
export interface SignInOrder {
  readonly ports: readonly number[];
  /** How long at most; the message `end` ends it before. */
  readonly seconds: number;
  /** All replicas together; as fast as the answers come when it is not given. */
  readonly perSecond?: number;
}

/** Over all replicas. */
export interface SignInAnswer extends Pick<LoadResult, 'requests' | 'failures' | 'seconds'> {
  /** Of the replica where it is worst. */
  readonly p99Ms: number;
}

/** About so many are under way at full load, whatever the number of replicas: twice the cores of a small machine. */
const CONNECTIONS = 6;

let ended = false;
let turn = 3_000_000;

async function run({ ports, seconds, perSecond }: SignInOrder): Promise<SignInAnswer> {
  ended = false;
  const one = {
    seconds,
    connections: Math.ceil(CONNECTIONS / ports.length),
    nextRequest: () => (ended ? undefined : signInRequest(turn++)),
    ...(perSecond !== undefined && { perSecond: perSecond / ports.length }),
  };
  const results = await Promise.all(ports.map((port) => load({ ...one, port })));
  return {
    requests: results.reduce((sum, { requests }) => sum + requests, 0),
    failures: results.reduce((sum, { failures }) => sum + failures, 0),
    seconds: Math.max(...results.map((result) => result.seconds)),
    p99Ms: Math.max(...results.map(({ p99Ms }) => p99Ms)),
  };
}

process.on('disconnect', () => process.exit());
process.on('message', (order: SignInOrder | 'end') => {
  if (order === 'end') ended = true;
  else void run(order).then((answer) => process.send!(answer));
});
process.send!('listening');
