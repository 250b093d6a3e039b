import { Secret, TOTP } from 'otpauth';
import type { Response } from 'supertest';
import type { TestAuth } from './auth-service';
import { cookieValue } from './cookies';
import { newDataKey } from './data-keys';
import { send, type Device } from './devices';
import { newAddress } from './people';

export const WITH_TOTP = { DATA_KEY: newDataKey() };
export const STEP_MS = 30_000;
const SIGN_IN = 'ceremony-sign-in';

/** What an app shows. @param steps how many steps from now */
export function codeOf(secret: string, steps = 0): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + steps * STEP_MS });
}

/** A code that is not right at any time near now. */
export function wrongCode(secret: string): string {
  const near = [-2, -1, 0, 1, 2].map((steps) => codeOf(secret, steps));
  return Array.from({ length: 6 }, (_, n) => String(n).repeat(6)).find((code) => !near.includes(code))!;
}

/** A device whose account has an authenticator app. */
export interface Enrolled extends Device {
  /** In base32. */
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** Begins to add an app. @returns its secret */
export async function beginTotp(auth: TestAuth, device: Device): Promise<string> {
  const response = await send(auth, 'post', 'factors/totp', device).send({}).expect(201);
  return (response.body as { secret: string }).secret;
}

export const confirmTotp = (auth: TestAuth, device: Device, code: unknown) =>
  send(auth, 'post', 'factors/totp/confirm', device).send({ code });

/** Adds an app, by the code of the step before, so that the present one is good still. */
export async function enrol<D extends Device>(auth: TestAuth, device: D): Promise<D & Enrolled> {
  const secret = await beginTotp(auth, device);
  const response = await confirmTotp(auth, device, codeOf(secret, -1)).expect(200);
  const { recoveryCodes } = response.body as { recoveryCodes: string[] };
  return { ...device, session: cookieValue(response, 'session')!, secret, recoveryCodes };
}

/** Begins a sign-in. @returns the ceremony in which a second factor is due */
export async function askedForFactor(
  auth: TestAuth,
  { email, password }: { email: string; password: string },
  from = newAddress(),
): Promise<string> {
  const asked = auth.request().post('/api/users/signin').set('X-Forwarded-For', from);
  const response = await asked.send({ email, password }).expect(401);
  if ((response.body as { code: string }).code !== 'second_factor_required') throw new Error(response.text);
  return cookieValue(response, SIGN_IN)!;
}

/** Goes on with a sign-in. */
export function proveFactor(
  auth: TestAuth,
  ceremony: string,
  kind: 'totp' | 'recovery-code',
  code: unknown,
  from = newAddress(),
): Promise<Response> {
  const asked = auth.request().post(`/api/users/authentication/${kind}`).set('X-Forwarded-For', from);
  return asked.set('Cookie', `${SIGN_IN}=${ceremony}`).send({ purpose: 'sign-in', code });
}
