import { startServer, type ServerProcess } from '../lib/child.js';
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
  /** Whether it asks the stand-in auth service. */
  readonly asksAuth?: boolean;
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
  { name: BARE, program: 'bare' },
  { name: LATCHKEY, program: 'latchkey' },
  { name: LATCHKEY_MANY, program: 'latchkey', requests: manyUsers(1000) },
  { name: 'latchkey, first sight', program: 'latchkey', requests: firstSight },
  { name: COURSE, program: 'course' },
  { name: 'express-jwt, KeyObject', program: 'express-jwt' },
  // In production it warns of its memory store; nothing else hangs on the variable here.
  { name: 'express-session, memory', program: 'express-session', env: { NODE_ENV: 'development' } },
  { name: 'better-auth', program: 'better-auth' },
  { name: 'better-auth, cookie cache', program: 'better-auth', env: { COOKIE_CACHE: 'true' } },
  { name: 'asking auth by fetch', program: 'ask-auth', asksAuth: true },
];

/** Starts a contestant, after the auth service that it asks, if any. */
export async function startContestant(
  contestant: Contestant,
  env: NodeJS.ProcessEnv,
): Promise<RunningContestant> {
  const auth = contestant.asksAuth ? await startServer(variant('auth-stand-in'), env) : undefined;
  const authUrl = auth && { AUTH_URL: `http://127.0.0.1:${auth.port}/api/users/currentuser` };
  const server = await startServer(variant(contestant.program), { ...env, ...contestant.env, ...authUrl });
  return { ...contestant, server, auth };
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
