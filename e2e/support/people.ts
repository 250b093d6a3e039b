import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { fileOf } from './program';

const run = promisify(execFile);
export const PASSWORD = 'a long passphrase';

/** Somebody with a browser. */
export interface Person {
  readonly id: string;
  readonly email: string;
  /** What the browser sends: both cookies. */
  cookie: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends JSON as a browser of this person would, and keeps the cookies that come back. */
export async function send(method: string, url: string, person?: Person, body: object = {}): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json', ...(person && { cookie: person.cookie }) },
    body: JSON.stringify(body),
  });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  if (person && cookies.length > 0) person.cookie = cookies.join('; ');
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Makes an account of its own, signed in. */
export async function signUp(authUrl: string): Promise<Person> {
  const person = { id: '', email: `${randomUUID()}@example.com`, cookie: '' };
  const answer = await send('POST', `${authUrl}/api/users/signup`, person, credentialsOf(person));
  return { ...person, id: String(expectOk(answer).id) };
}

export async function signIn(authUrl: string, person: Person): Promise<void> {
  expectOk(await send('POST', `${authUrl}/api/users/signin`, person, credentialsOf(person)));
}

function credentialsOf({ email }: Person) {
  return { email, password: PASSWORD };
}

/** The body of an answer that has to be a good one for the test to go on. */
export function expectOk({ status, body }: Answer): Answer['body'] {
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Makes an account that an operator then gives the role `admin`. */
export async function signUpAdmin(authUrl: string, mongoUri: string): Promise<Person> {
  const admin = await signUp(authUrl);
  await run(process.execPath, [fileOf('auth/dist/admin.js'), 'grant', 'admin', admin.email], {
    env: { PATH: process.env.PATH, MONGO_URI: mongoUri },
  });
  await signIn(authUrl, admin);
  return admin;
}

/** Bans somebody; answered when it is stored. */
export function ban(authUrl: string, admin: Person, { id }: Person): Promise<Answer> {
  return send('PUT', `${authUrl}/api/users/${id}/ban`, admin, { reason: 'a fault test' });
}

export function unban(authUrl: string, admin: Person, { id }: Person): Promise<Answer> {
  return send('DELETE', `${authUrl}/api/users/${id}/ban`, admin);
}

export function setRoles(
  authUrl: string,
  admin: Person,
  { id }: Person,
  roles: readonly string[],
): Promise<Answer> {
  return send('PUT', `${authUrl}/api/users/${id}/roles`, admin, { roles });
}

/** Renews the access token, as a client does that was told `token_revoked`. */
export async function refresh(authUrl: string, person: Person): Promise<void> {
  expectOk(await send('POST', `${authUrl}/api/users/refresh`, person));
}
