import type { Response, Test } from 'supertest';
import type { TestAuth } from './auth-service';
import { cookieValue } from './cookies';
import { newEmail, PASSWORD } from './people';
import { accessTokenIn, jwtPart } from './tokens';

/** The cookies of a signed-in browser as plain values, so that a test can keep, mix and replay them. */
export interface Device {
  readonly session: string;
  readonly refresh: string;
  /** Where there are account pages; a browser sends it to these alone. */
  readonly account?: string;
}

/** Somebody's first device. */
export interface Owner extends Device {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

/** The device that has what an answer set. */
export function deviceOf(response: Response): Device {
  const [session, refresh] = [cookieValue(response, 'session'), cookieValue(response, 'refresh')];
  if (!session || !refresh) throw new Error(`the answer (${response.status}) sets no two cookies`);
  const account = cookieValue(response, 'account');
  return { session, refresh, ...(account !== undefined && { account }) };
}

/** Signs a new person up. */
export async function signUpDevice(auth: TestAuth, password = PASSWORD): Promise<Owner> {
  const email = newEmail();
  const response = await auth.request().post('/api/users/signup').send({ email, password }).expect(201);
  return { ...deviceOf(response), id: (response.body as { id: string }).id, email, password };
}

/** Signs a person in on one more device. */
export async function signInDevice(
  auth: TestAuth,
  { email, password }: Pick<Owner, 'email' | 'password'>,
): Promise<Device> {
  return deviceOf(await auth.request().post('/api/users/signin').send({ email, password }).expect(200));
}

/** The Cookie header that a browser sends to the API with these cookies; a missing one is left out. */
export function cookiesOf({ session, refresh }: Partial<Device>): string {
  return [session && `session=${session}`, refresh && `refresh=${refresh}`].filter(Boolean).join('; ');
}

/** The Cookie header that the server of the account pages hands on. */
export function pageCookiesOf({ session, account }: Partial<Device>): string {
  return [session && `session=${session}`, account && `account=${account}`].filter(Boolean).join('; ');
}

/** The headers of a client that keeps no cookies: its access token, and what proves the session. */
export function bearerOf({ session, refresh }: Device): Record<string, string> {
  return { Authorization: `Bearer ${accessTokenIn(session)}`, 'Refresh-Token': refresh };
}

/** Any request with a device's cookies. */
export function send(
  auth: TestAuth,
  method: 'get' | 'post' | 'put' | 'patch' | 'delete',
  path: string,
  device: Partial<Device>,
): Test {
  return auth.request()[method](`/api/users/${path}`).set('Cookie', cookiesOf(device));
}

export function refreshDevice(auth: TestAuth, device: Partial<Device>): Test {
  return send(auth, 'post', 'refresh', device);
}

/** The id of a device's session. */
export function sidOf({ session }: Pick<Device, 'session'>): string {
  return jwtPart(accessTokenIn(session), 1).sid;
}
