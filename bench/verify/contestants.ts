import { startServer, together, type ServerProcess } from '../lib/child.js';
import { encodeRequest } from '../lib/http.js';
import { ROUTE } from './route.js';
import { type Credentials } from './tokens.js';

/** The next request to send, or undefined when there is none left. */
export type RequestSource = () => Buffer | undefined;

export interface Contestant {
  readonly name: string;
  /** The program in `variants/`. */
  readonly program: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The auth service that it asks on each request: the one of this repository, or a stand-in without a database. */
  readonly asks?: 'auth' | 'auth-stand-in';
  /** Whether it is a gateway, which takes the bare route behind it. */
  readonly isGateway?: boolean;
  /** Whether it lets everybody in. */
  readonly isOpen?: boolean;
  /** Makes a round's requests; by default the same one again and again. */
  readonly requests?: (credentials: Credentials) => RequestSource;
}

export interface RunningContestant extends Contestant {
  readonly server: ServerProcess;
  readonly auth?: ServerProcess | undefined;
}

/** Rows that the promises speak of. */
export const BARE = 'bare Express 5 route';
export const LATCHKEY = 'latchkey, one token';
export const LATCHKEY_MANY = 'latchkey, 1,000 users';
export const COURSE = "course's stack";

/** Enough for a quarter of a second on a fast Node; a round that runs out of them ends early. */
const FRESH_TOKENS_A_ROUND = 10_000;

/** In the order of a round: what the promises compare stands side by side. */
export const CONTESTANTS: readonly Contestant[] = [
  { name: BARE, program: 'bare', isOpen: true },
  { name: LATCHKEY, program: 'latchkey' },
  { name: LATCHKEY_MANY, program: 'latchkey', requests: manyUsers(1000) },
  { name: 'latchkey, first sight', program: 'latchkey', requests: firstSight },
  { name: COURSE, program: 'course' },
  { name: 'express-jwt, KeyObject', program: 'express-jwt' },
  // In production it warns of its memory store; nothing else hangs on the variable here.
  { name: 'express-session, memory', program: 'express-session', env: { NODE_ENV: 'development' } },
  { name: 'better-auth', program: 'better-auth' },
  { name: 'better-auth, cookie cache', program: 'better-auth', env: { COOKIE_CACHE: 'true' } },
  { name: 'asking auth by fetch', program: 'ask-auth', asks: 'auth-stand-in' },
  { name: 'requireActive, introspection', program: 'require-active', asks: 'auth' },
  { name: 'gateway, forward-auth', program: 'gateway', asks: 'auth', isGateway: true },
  { name: 'gateway, asking nobody', program: 'gateway', isGateway: true, isOpen: true },
];

/** Starts a contestant, after the auth service that it asks and the route that is behind it, if any. */
export async function startContestant(
  contestant: Contestant,
  env: NodeJS.ProcessEnv,
): Promise<RunningContestant> {
  const { asks, isGateway, program } = contestant;
  const auth = asks && (await startServer(variant(asks), env));
  const behind = isGateway ? await startServer(variant('bare'), env) : undefined;
  const others = {
    ...(auth && { AUTH_URL: urlOf(auth), AUTH_COOKIE: String(auth.credentials.Cookie) }),
    ...(behind && { SERVICE_URL: urlOf(behind) }),
  };
  const server = await startServer(variant(program), { ...env, ...contestant.env, ...others });
  return { ...contestant, server: behind ? together(server, behind) : server, auth };
}

function urlOf({ port }: ServerProcess): string {
  return `http://127.0.0.1:${port}`;
}

function variant(program: string): URL {
  return new URL(`variants/${program}.js`, import.meta.url);
}

function manyUsers(count: number) {
  let requests: Buffer[] = [];
  let next = 0;
  return (credentials: Credentials): RequestSource => {
    // The same tokens in all rounds, as of people who are signed in.
    if (requests.length === 0)
      requests = Array.from({ length: count }, (_, i) => request(credentials, `user-${i}`));
    return () => requests[next++ % count];
  };
}

function firstSight(credentials: Credentials): RequestSource {
  const requests = Array.from({ length: FRESH_TOKENS_A_ROUND }, (_, i) => request(credentials, `user-${i}`));
  return () => requests.pop();
}

function request(credentials: Credentials, userId: string): Buffer {
  return encodeRequest({ path: ROUTE, headers: { Cookie: credentials.cookie(userId) } });
}
