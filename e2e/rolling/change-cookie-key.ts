import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceKeys } from '@latchkey/tools/dist/local/service-keys';
import { type Progress } from '@latchkey/tools/dist/mongo/program';
import { newPrivateKey } from '@latchkey/tools/dist/new-keys';
import { whileInUse, type Outcome } from './house';

/** What can be done about the encryption of the token in the cookie. */
export const COOKIE_KEY_CHANGES = ['introduce', 'remove'] as const;
export type CookieKeyChange = (typeof COOKIE_KEY_CHANGES)[number];

/** How long a session lives unused: the wait before the last step. Those who use the services refresh more often. */
const SESSION_IDLE_S = 90;

/** Everyone can decrypt before anybody encrypts, and as long as a cookie may be encrypted, as docs/operations.md has it. */
function stepsOf(change: CookieKeyChange): readonly (string | undefined)[] {
  const key = randomBytes(32).toString('base64');
  return change === 'introduce' ? [undefined, `decrypt:${key}`, key] : [key, `decrypt:${key}`, undefined];
}

/**
 * Begins or ends to encrypt the token in the cookie, step by step by rolling restarts, while people sign in, refresh and
 * make tickets.
 * @throws Error when a replica does not start or end as it should, or when cookies are not encrypted as they should be
 */
export function changeCookieKey(change: CookieKeyChange, say: Progress): Promise<Outcome> {
  const JWT_KEY = newPrivateKey('ES256');
  const [first, second, last] = stepsOf(change);
  const having = (COOKIE_KEY?: string) => {
    const cookieKey = COOKIE_KEY === undefined ? {} : { COOKIE_KEY };
    return { auth: { JWT_KEY, ...cookieKey }, verifiers: () => ({ ...serviceKeys(JWT_KEY), ...cookieKey }) };
  };
  const lifetimes = { ACCESS_TTL: `${SESSION_IDLE_S}s`, SESSION_IDLE: `${SESSION_IDLE_S}s` };
  return whileInUse(having(first), lifetimes, say, async ({ addresses, replaceAll }) => {
    await expectEncrypted(addresses.auth, change === 'remove');
    say('everyone is to decrypt, and nobody to encrypt');
    const restarts = await replaceAll(having(second));
    await expectEncrypted(addresses.auth, false);
    if (change === 'remove') {
      say(`waiting ${SESSION_IDLE_S} s until no session has an encrypted cookie`);
      await sleep(SESSION_IDLE_S * 1000);
    }
    say(change === 'introduce' ? 'auth is to encrypt' : 'the key is to be gone');
    const more = await replaceAll(having(last));
    await expectEncrypted(addresses.auth, change === 'introduce');
    return restarts + more;
  });
}

/** @throws Error when the session cookie of a new account is encrypted and should not be, or the other way round */
async function expectEncrypted(auth: string, expected: boolean): Promise<void> {
  const response = await fetch(`${auth}/api/users/signup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: `${randomUUID()}@example.com`, password: 'a long passphrase' }),
  });
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith('session='));
  const [, value = ''] = /^session=([^;]*)/.exec(cookie ?? '') ?? [];
  const { jwt } = JSON.parse(Buffer.from(value, 'base64').toString()) as { jwt: string };
  const isEncrypted = jwt.split('.').length === 5;
  if (isEncrypted !== expected) throw new Error(`a new cookie is ${isEncrypted ? '' : 'not '}encrypted`);
}
