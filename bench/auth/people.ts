import { randomBytes } from 'node:crypto';
import { type RevocableClaims } from '@latchkey/common';
import { decodeSessionCookie } from '@latchkey/common/protocol';

/** Somebody who is signed in. */
export interface Person {
  /** The Cookie header that their browser sends to services. */
  readonly cookie: string;
  /** The one that it sends to the auth service, with what proves the session. */
  readonly authCookie: string;
  readonly claims: RevocableClaims;
}

const AT_ONCE = 10;
/** Everybody's. */
export const PASSWORD = 'correct horse battery staple';

/** Signs people up at the auth service, which must trust one hop: each comes from an address of their own. */
export async function signUp(authUrl: string, count: number): Promise<Person[]> {
  const people: Person[] = [];
  while (people.length < count) {
    const missing = Math.min(AT_ONCE, count - people.length);
    people.push(...(await Promise.all(Array.from({ length: missing }, () => signUpOne(authUrl)))));
  }
  return people;
}

async function signUpOne(authUrl: string): Promise<Person> {
  const email = `person-${randomBytes(8).toString('hex')}@example.com`;
  return openSession(authUrl, 'signup', email, PASSWORD, `10.${[...randomBytes(3)].join('.')}`);
}

/**
 * Signs somebody up or in.
 * @throws Error when the auth service refuses
 */
export async function openSession(
  authUrl: string,
  route: 'signup' | 'signin',
  email: string,
  password: string,
  address: string,
): Promise<Person> {
  const answer = await fetch(`${authUrl}/api/users/${route}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address },
    body: JSON.stringify({ email, password }),
  });
  const body = await answer.text();
  const pairs = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0]!);
  const cookie = pairs.find((pair) => pair.startsWith('session='));
  if (!answer.ok || cookie === undefined) throw new Error(`${route} answered ${answer.status}: ${body}`);
  return { cookie, authCookie: pairs.join('; '), claims: claimsIn(cookie) };
}

function claimsIn(cookie: string): RevocableClaims {
  const jwt = decodeSessionCookie(cookie.slice('session='.length)) ?? '';
  const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
  const { sub, sid, gen } = JSON.parse(payload) as RevocableClaims;
  return { sub, sid, gen };
}
