import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../auth/people.js';
import type { Crowds } from '../followers/crowds.js';
import { encodeRequest } from '../lib/http.js';
import { spread } from '../lib/stats.js';
import { openConnection, type Connection } from '../revocation/bans/connection.js';
import { now } from '../revocation/clock.js';

/** When followers saw a ban, in ms after its 200 was here; below 0 is before that. */
export interface FannedOut {
  /** How long the 200 itself took, in ms: the service writes to many followers before it answers. */
  readonly answer: number;
  readonly first: number;
  readonly median: number;
  readonly last: number;
}

/** Who bans whom, and where. */
export interface BansOrder {
  /** The public ports of the replicas, which take turns. */
  readonly ports: readonly number[];
  readonly adminCookie: string;
  readonly people: readonly Person[];
  readonly bans: number;
}

const MAX_PAUSE_MS = 50;

/** Bans people, one after the other, and waits each time until all followers have seen it. */
export async function observeBans(crowds: Crowds, order: BansOrder): Promise<FannedOut[]> {
  const connections = await Promise.all(order.ports.map((port) => openConnection(port)));
  const observed: FannedOut[] = [];
  try {
    for (let turn = 0; turn < order.bans; turn++) {
      const { sub } = order.people[turn % order.people.length]!.claims;
      const auth = connections[turn % connections.length]!;
      await change(auth, order.adminCookie, 'DELETE', sub);
      // Not in step with anything that runs by a timer.
      await sleep(Math.random() * MAX_PAUSE_MS);
      const { times, result } = await crowds.watchFor(`user.${sub}.`, () =>
        change(auth, order.adminCookie, 'PUT', sub),
      );
      if (times.length > 0) observed.push(fannedOut(times, result.answered, result.answer));
    }
    return observed;
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** @param times when each follower saw it, of at least one */
export function fannedOut(times: readonly number[], began: number, answer: number): FannedOut {
  const { min, median, max } = spread(times.map((time) => time - began));
  return { answer, first: min, median, last: max };
}

/** @returns when the 200 was here, and how long it took */
async function change(auth: Connection, cookie: string, method: 'PUT' | 'DELETE', id: string) {
  const headers = { Cookie: cookie, ...(method === 'PUT' && { 'Content-Type': 'application/json' }) };
  const body = method === 'PUT' ? { body: '{}' } : {};
  const asked = now();
  const status = await auth.ask(encodeRequest({ method, path: `/api/users/${id}/ban`, headers, ...body }));
  const answered = now();
  if (status !== 200) throw new Error(`A ${method} of a ban was answered with ${status}`);
  return { answered, answer: answered - asked };
}
