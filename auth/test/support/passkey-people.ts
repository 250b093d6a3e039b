import type { Response } from 'supertest';
import type { TestAuth } from './auth-service';
import { createAuthenticator, type Circumstances, type SoftCredential } from './authenticator';
import { cookieValue } from './cookies';
import { cookiesOf, send, signUpDevice, type Device, type Owner } from './devices';
import { newAddress } from './people';

export const ORIGIN = 'https://accounts.example.com';
/** What turns passkeys on, as on a host of its own with passkeys for the whole domain. */
export const WITH_PASSKEYS = { PUBLIC_URL: ORIGIN, RP_ID: 'example.com' };
export const authenticator = createAuthenticator({ origin: ORIGIN, rpId: WITH_PASSKEYS.RP_ID });

type CreationMore = Parameters<typeof authenticator.create>[1];
export interface PasskeyOwner extends Owner {
  readonly credential: SoftCredential;
  /** Of the passkey, for paths. */
  readonly passkey: string;
}

/** Begins a registration. @returns the options, and the value of the cookie */
export async function beginPasskey(auth: TestAuth, device: Device, body: object = {}) {
  const response = await send(auth, 'post', 'factors/passkeys/options', device).send(body).expect(200);
  const options = response.body as { challenge: string; user: { id: string } };
  return { options, secret: cookieValue(response, 'ceremony-registration')! };
}

/** Sends what an authenticator has made. */
export const addPasskey = (auth: TestAuth, device: Device, secret: string, body: object) =>
  send(auth, 'post', 'factors/passkeys', device)
    .set('Cookie', `${cookiesOf(device)}; ceremony-registration=${secret}`)
    .send(body);

/** Registers a passkey. @returns its credential, and its id for paths */
export async function registerPasskey(auth: TestAuth, device: Device, more?: CreationMore, name?: string) {
  const { options, secret } = await beginPasskey(auth, device);
  const { credential, json } = authenticator.create(options, more);
  const added = await addPasskey(auth, device, secret, { credential: json, name }).expect(201);
  return { credential, passkey: (added.body as { passkey: { id: string } }).passkey.id };
}

/** A new person with a passkey. */
export async function signUpWithPasskey(auth: TestAuth, more?: CreationMore): Promise<PasskeyOwner> {
  const owner = await signUpDevice(auth);
  return { ...owner, ...(await registerPasskey(auth, owner, more)) };
}

/** A browser on a sign-in page. @returns its challenge and cookie */
export async function openSignIn(auth: TestAuth, cookie = '') {
  const response = await auth
    .request()
    .post('/api/users/authentication/passkey/options')
    .set('Cookie', cookie)
    .send({ purpose: 'passkey' })
    .expect(200);
  const { challenge } = response.body as { challenge: string };
  return { challenge, cookie: `passkey-challenge=${cookieValue(response, 'passkey-challenge')}` };
}

/** Sends the proof of a passkey alone. */
export const sendProof = (auth: TestAuth, cookie: string, credential: object, ip = newAddress()) =>
  auth
    .request()
    .post('/api/users/authentication/passkey')
    .set('Cookie', cookie)
    .set('X-Forwarded-For', ip)
    .send({ purpose: 'passkey', credential });

/** Signs in by a passkey alone. */
export async function signInByPasskey(
  auth: TestAuth,
  credential: SoftCredential,
  more: Partial<Circumstances> = {},
): Promise<Response> {
  const { challenge, cookie } = await openSignIn(auth);
  return sendProof(auth, cookie, authenticator.get(credential, challenge, more));
}
