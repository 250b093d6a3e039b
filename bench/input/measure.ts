import { addressOf } from '../auth/address-of.js';
import type { Person } from '../auth/people.js';
import type { ServerProcess } from '../lib/child.js';
import { encodeRequest, type RawRequest } from '../lib/http.js';
import { load } from '../lib/load.js';
import { worstBodies } from './bodies.js';
import { worstHeads } from './heads.js';
import { loopTime } from './loop-time.js';
import { requestTo, type Route } from './routes.js';

/** What one input costs at one route, in each round. */
export interface Measured {
  readonly route: string;
  readonly input: string;
  readonly bytes: number;
  /** CPU time of the event loop for a request, in ms. */
  readonly ms: readonly number[];
  /** The same of a plain small request to the route, in the same round. */
  readonly plainMs: readonly number[];
  readonly statuses: ReadonlySet<string>;
}

export interface Inputs {
  readonly route: Route;
  /** Sessions of the admin: failures count for each, so they take turns. */
  readonly people: readonly Person[];
}

const REQUESTS = 4;
const MAX_SECONDS = 20;
let turn = 3_000_000;

/** Sends a route its worst inputs, in rounds that begin with a plain request; what warms up is not measured. */
export async function measureInputs(
  server: ServerProcess,
  { route, people }: Inputs,
  rounds: number,
): Promise<Measured[]> {
  const inputs = Object.entries({ ...worstBodies(route), ...worstHeads(route) });
  const results = inputs.map(([input, request]) => ({
    ...{ route: route.name, input, bytes: encodeFor(route, request, people[0]!).length },
    ...{ ms: [] as number[], plainMs: [] as number[], statuses: new Set<string>() },
  }));
  for (let round = 0; round <= rounds; round++) {
    const plain = await send(server, { route, people }, requestTo(route));
    for (const [index, [, request]] of inputs.entries()) {
      const result = results[index]!;
      const { ms, statuses } = await send(server, { route, people }, request);
      if (round === 0) continue;
      result.ms.push(ms);
      result.plainMs.push(plain.ms);
      for (const status of statuses) result.statuses.add(status);
    }
  }
  return results;
}

/** Sends a request a few times, one at a time, each for an address of its own. */
async function send(server: ServerProcess, { route, people }: Inputs, request: RawRequest) {
  const requests = Array.from({ length: REQUESTS }, (_, n) =>
    encodeFor(route, request, people[n % people.length]!),
  );
  const before = await loopTime(server);
  const { statuses, requests: answers } = await load({
    port: server.port,
    connections: 1,
    seconds: MAX_SECONDS,
    nextRequest: () => requests.shift(),
  });
  return { ms: ((await loopTime(server)) - before) / answers, statuses: Object.keys(statuses) };
}

function encodeFor(
  { isSignedIn }: Route,
  request: RawRequest,
  { cookie, authCookie, claims }: Person,
): Buffer {
  const { Cookie, ...headers } = request.headers ?? {};
  const given = Cookie as string | undefined;
  const cookies =
    given?.replace('$COOKIE', cookie).replaceAll('$SID', claims.sid) ?? (isSignedIn ? authCookie : undefined);
  const address = { 'X-Forwarded-For': addressOf(turn++) };
  return encodeRequest({
    ...request,
    body: request.body?.replace('$TURN', String(turn)) ?? '',
    headers: { ...address, ...headers, ...(cookies !== undefined && { Cookie: cookies }) },
  });
}
