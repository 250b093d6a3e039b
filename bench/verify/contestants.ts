import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { startServer, together, type ServerProcess } from '../lib/child.js';
import { encodeRequest } from '../lib/http.js';
import { ROUTE } from './route.js';
import { allClaims, credentialMaker, type Credentials } from './tokens.js';

/** The next request to send. */
export type RequestSource = () => Buffer;

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
  /** Prepares the requests, of all rounds; by default it is the same one again and again. */
  readonly requests?: (credentials: Credentials) => Promise<readonly Buffer[]>;
}

export interface RunningContestant extends Omit<Contestant, 'requests'> {
  readonly nextRequest: RequestSource;
  /** The same requests once more, for the one beside it: of the tokens in turn, this one must not miss any. */
  readonly sameRequest: RequestSource;
  readonly server: ServerProcess;
  readonly auth?: ServerProcess | undefined;
}

/** Rows that the promises speak of. */
export const BARE = 'bare Express 5 route';
export const LATCHKEY = 'latchkey, one token';
export const LATCHKEY_CLAIMS = 'latchkey, all claims';
export const LATCHKEY_STEP_UP = 'latchkey, requireStepUp';
export const LATCHKEY_ES256 = 'latchkey, ES256';
export const LATCHKEY_MANY = 'latchkey, 1,000 users';
export const COURSE = "course's stack";
export const PROMISED: readonly string[] = [
  ...[BARE, LATCHKEY, LATCHKEY_CLAIMS, LATCHKEY_STEP_UP],
  ...[LATCHKEY_ES256, LATCHKEY_MANY, COURSE],
];

/** More than the library remembers (10,000), so that each is forgotten before its turn comes again. */
const FORGOTTEN_TOKENS = 12_000;

const pem = ({ privateKey }: Pick<ReturnType<typeof generateKeyPairSync>, 'privateKey'>) =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const OF_ES256 = { JWT_KEY: pem(generateKeyPairSync('ec', { namedCurve: 'P-256' })) };
const OF_RS256 = { JWT_KEY: pem(generateKeyPairSync('rsa', { modulusLength: 2048 })) };
const ENCRYPTED = { COOKIE_KEY: randomBytes(32).toString('base64') };

/** In the order of the table. */
export const CONTESTANTS: readonly Contestant[] = [
  { name: BARE, program: 'bare', isOpen: true },
  { name: LATCHKEY, program: 'latchkey' },
  { name: LATCHKEY_CLAIMS, program: 'latchkey', requests: everyClaim },
  { name: LATCHKEY_STEP_UP, program: 'require-step-up' },
  { name: LATCHKEY_ES256, program: 'latchkey', env: OF_ES256 },
  { name: 'latchkey, RS256', program: 'latchkey', env: OF_RS256 },
  { name: 'latchkey, encrypted cookie', program: 'latchkey', env: ENCRYPTED },
  { name: LATCHKEY_MANY, program: 'latchkey', requests: users(1000) },
  { name: 'latchkey, first sight', program: 'latchkey', requests: users(FORGOTTEN_TOKENS) },
  { name: 'ES256, first sight', program: 'latchkey', env: OF_ES256, requests: users(FORGOTTEN_TOKENS) },
  { name: 'RS256, first sight', program: 'latchkey', env: OF_RS256, requests: users(FORGOTTEN_TOKENS) },
  { name: 'encrypted, first sight', program: 'latchkey', env: ENCRYPTED, requests: users(FORGOTTEN_TOKENS) },
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

/** What stands beside what: each beside the bare route, and what the promises compare besides. */
export const PAIRS: readonly (readonly [own: string, other: string])[] = [
  ...CONTESTANTS.filter(({ name }) => name !== BARE).map(({ name }) => [name, BARE] as const),
  [LATCHKEY_ES256, LATCHKEY],
  [LATCHKEY, COURSE],
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
  const own = { ...env, ...contestant.env };
  const server = await startServer(variant(program), { ...own, ...others });
  const requests = (await contestant.requests?.(credentialMaker(own))) ?? [
    encodeRequest({ path: ROUTE, headers: server.credentials }),
  ];
  return {
    ...contestant,
    nextRequest: inTurn(requests),
    sameRequest: inTurn(requests),
    server: behind ? together(server, behind) : server,
    auth,
  };
}

function urlOf({ port }: ServerProcess): string {
  return `http://127.0.0.1:${port}`;
}

function variant(program: string): URL {
  return new URL(`variants/${program}.js`, import.meta.url);
}

/** One person, with a token that tells all it can. */
async function everyClaim(credentials: Credentials): Promise<readonly Buffer[]> {
  const headers = { Cookie: await credentials.cookie(undefined, allClaims()) };
  return [encodeRequest({ path: ROUTE, headers })];
}

/** The same people in turn, over all rounds. */
function users(count: number) {
  return async (credentials: Credentials): Promise<readonly Buffer[]> => {
    const requests: Buffer[] = [];
    for (let i = 0; i < count; i++) {
      const headers = { Cookie: await credentials.cookie(`user-${i}`) };
      requests.push(encodeRequest({ path: ROUTE, headers }));
    }
    return requests;
  };
}

function inTurn(requests: readonly Buffer[]): RequestSource {
  let next = 0;
  return () => requests[next++ % requests.length]!;
}
