import type { Response } from 'supertest';
import type { TestAuth } from './auth-service';
import { cookieValue } from './cookies';
import { cookiesOf, send, type Device, type Owner } from './devices';

const PURPOSE = 'step-up';
const CEREMONY = 'ceremony-step-up';

/** Begins a step-up. @returns what is due, and the Cookie header with its ceremony */
export async function startStepUp(
  auth: TestAuth,
  device: Device,
  acr?: 'aal2',
): Promise<{ factors: string[]; cookies: string }> {
  const response = await send(auth, 'post', 'authentication', device)
    .send({ purpose: PURPOSE, acr })
    .expect(201);
  const { factors } = response.body as { factors: string[] };
  return { factors, cookies: `${cookiesOf(device)}; ${CEREMONY}=${cookieValue(response, CEREMONY)}` };
}

/** Begins a step-up. @returns the Cookie header with its ceremony */
export async function beginStepUp(auth: TestAuth, device: Device, acr?: 'aal2'): Promise<string> {
  return (await startStepUp(auth, device, acr)).cookies;
}

/** Proves a part of a step-up. */
export function proveStep(auth: TestAuth, cookies: string, kind: string, proof: object): Promise<Response> {
  const asked = auth.request().post(`/api/users/authentication/${kind}`).set('Cookie', cookies);
  return asked.send({ purpose: PURPOSE, ...proof });
}

/** Makes a session fresh: its owner gives the password once more. */
export async function stepUp(auth: TestAuth, owner: Owner): Promise<void> {
  const cookies = await beginStepUp(auth, owner);
  const { status, text } = await proveStep(auth, cookies, 'password', { password: owner.password });
  if (status !== 200) throw new Error(text);
}
