import { setTimeout as sleep } from 'node:timers/promises';
import { encodeRequest } from '../../lib/http.js';
import { ROUTE } from '../../verify/route.js';
import { now } from '../clock.js';
import { openConnection, type Connection } from './connection.js';
import { type House } from './house.js';
import { type Person } from '../../auth/people.js';
import { refusalsOf, type Service } from './services.js';

/** What followed one ban, in ms after its 200 was here; below 0 for what was before. */
export interface Ban {
  /** When the list of each service first refused; empty for services that ask the auth service. */
  readonly lists: readonly number[];
  /** When the first refusal of one service was here. */
  readonly http: number;
  /** How many requests that service let in after the 200. */
  readonly letIn: number;
  /** How long after its own list's first refusal, where it has one. */
  readonly sinceList: number | undefined;
}

interface Observed {
  readonly answered: number;
  readonly refused: number;
  readonly letIn: number;
  readonly service: Service;
}

const TIMEOUT_MS = 10_000;
const MAX_PAUSE_MS = 20;

/**
 * Bans people one after another and asks one service after each ban, another one each time.
 * @throws Error when a ban is not answered with 200, or somebody is let in ten seconds later
 */
export async function observeBans(
  { authPort, adminCookie }: House,
  services: readonly Service[],
  people: readonly Person[],
): Promise<Observed[]> {
  const auth = await openConnection(authPort);
  const connections = await Promise.all(services.map(({ port }) => openConnection(port)));
  try {
    const observed: Observed[] = [];
    for (const [turn, person] of people.entries()) {
      // Not in step with anything that runs by a timer.
      await sleep(Math.random() * MAX_PAUSE_MS);
      const which = turn % services.length;
      const request = encodeRequest({ path: ROUTE, headers: { Cookie: person.cookie } });
      const answered = await ban(auth, adminCookie, person);
      // Only now, since asking beforehand would be a load.
      const refusal = await firstRefusal(connections[which]!, request);
      observed.push({ answered, ...refusal, service: services[which]! });
    }
    return observed;
  } finally {
    for (const connection of [auth, ...connections]) connection.close();
  }
}

/** Brings together what was observed from outside and what the services' lists noted. */
export async function withLists(
  observed: readonly Observed[],
  services: readonly Service[],
  people: readonly Person[],
): Promise<Ban[]> {
  const noted = await Promise.all(
    services.map(async (service) => [service, await refusalsOf(service, people)] as const),
  );
  return observed.map(({ answered, refused, letIn, service }, turn) => {
    const { sub } = people[turn]!.claims;
    const ofService = new Map(noted.map(([noting, refusals]) => [noting, refusals[sub]!]));
    return {
      lists: [...ofService.values()].map((time) => time - answered),
      http: refused - answered,
      letIn,
      sinceList: ofService.has(service) ? refused - ofService.get(service)! : undefined,
    };
  });
}

/** @returns when the 200 was here */
async function ban(auth: Connection, adminCookie: string, { claims }: Person): Promise<number> {
  const status = await auth.ask(
    encodeRequest({
      method: 'PUT',
      path: `/api/users/${claims.sub}/ban`,
      headers: { Cookie: adminCookie, 'Content-Type': 'application/json' },
      body: '{}',
    }),
  );
  const answered = now();
  if (status !== 200) throw new Error(`A ban was answered with ${status}`);
  return answered;
}

async function firstRefusal(service: Connection, request: Buffer) {
  for (let letIn = 0, last = now() + TIMEOUT_MS; now() < last; letIn++) {
    const status = await service.ask(request);
    if (status === 401) return { refused: now(), letIn };
    if (status !== 200) throw new Error(`A service answered ${status}`);
  }
  throw new Error('A service still lets a banned person in after ten seconds');
}
