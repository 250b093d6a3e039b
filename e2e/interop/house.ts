import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createTokenEncryption,
  decodeSessionCookie,
  parseEncryptionKeys,
  parseKeyRing,
  signAccessToken,
} from '@latchkey/common/protocol';
import { newPrivateKey, newSecret } from '@latchkey/tools/dist/new-keys';
import { ROOT } from '@latchkey/tools/dist/local/data-folder';
import { startReplica } from '../rolling/replica';
import { cookieWith } from './cookie';

const COOKIE_NAME = '__Host-session';
const POLL_MS = 50;

/** How an auth service is set up whose tokens others are to check. */
export interface Setup {
  readonly name: string;
  readonly jwtKey: string;
  readonly cookieKey?: string;
}

export function setups(): readonly Setup[] {
  return [
    { name: 'HS256', jwtKey: newSecret() },
    { name: 'ES256', jwtKey: newPrivateKey('ES256') },
    { name: 'RS256', jwtKey: newPrivateKey('RS256') },
    {
      name: 'ES256, encrypted',
      jwtKey: newPrivateKey('ES256'),
      cookieKey: randomBytes(32).toString('base64'),
    },
  ];
}

export type Kind = 'good' | 'expired' | 'forged' | 'wrong audience';

/** What has to be said of each kind of token. */
export const EXPECTED: Readonly<Record<Kind, string>> = {
  good: 'ok',
  expired: 'token_expired',
  forged: 'token_invalid',
  'wrong audience': 'token_invalid',
};

/** A real auth service, with somebody who has signed up. */
export interface House {
  /** What a service in another language is given. */
  readonly env: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<Kind, string>>;
  stop(): Promise<void>;
}

/** Starts the auth service, signs somebody up, and makes bad tokens beside the good one that the sign-up gave. */
export async function openHouse({ jwtKey, cookieKey }: Setup, mongoUri: string): Promise<House> {
  const encryption = cookieKey === undefined ? undefined : { COOKIE_KEY: cookieKey };
  const auth = await startReplica(ROOT, 'auth/dist/main.js', {
    JWT_KEY: jwtKey,
    MONGO_URI: `${mongoUri}interop-${randomUUID()}`,
    LOG_LEVEL: 'warn',
    ...encryption,
  });
  while (!(await auth.isReady())) await sleep(POLL_MS);
  const isSecret = !jwtKey.startsWith('-----');
  return {
    env: {
      ...encryption,
      ...(isSecret
        ? { JWT_KEY: jwtKey }
        : { JWKS_URL: `http://127.0.0.1:${auth.internalPort}/.well-known/jwks.json` }),
    },
    cookies: await makeCookies(await signUp(auth.port), jwtKey, cookieKey),
    stop: () => auth.terminate(),
  };
}

/** @returns the value of the session cookie */
async function signUp(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/users/signup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: `${randomUUID()}@example.com`, password: 'a long passphrase' }),
  });
  const line = answer.headers.getSetCookie().find((each) => each.startsWith(`${COOKIE_NAME}=`));
  if (!line) throw new Error(`the sign-up answered ${answer.status}, without a session cookie`);
  return line.slice(COOKIE_NAME.length + 1).split(';', 1)[0]!;
}

async function makeCookies(real: string, jwtKey: string, cookieKey?: string): Promise<House['cookies']> {
  const keys = parseKeyRing(jwtKey);
  const encryption =
    cookieKey === undefined ? undefined : createTokenEncryption(parseEncryptionKeys(cookieKey));
  const subject = { sub: 'somebody', sid: 'session', gen: 0, email: 'somebody@example.com', roles: [] };
  const mint = (lifetime: number, audience: string) =>
    signAccessToken(subject, lifetime, { keys, issuer: 'latchkey', audience });
  const asCookie = async (jwt: string) =>
    cookieWith(COOKIE_NAME, encryption ? await encryption.encrypt(jwt) : jwt);

  const text = decodeSessionCookie(real)!;
  const [header, payload, signature] = ((await encryption?.decrypt(text)) ?? text).split('.');
  const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
  const promoted = Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString('base64url');
  return {
    good: `${COOKIE_NAME}=${real}`,
    expired: await asCookie(mint(-60_000, 'latchkey')),
    forged: await asCookie([header, promoted, signature].join('.')),
    'wrong audience': await asCookie(mint(900_000, 'billing')),
  };
}
