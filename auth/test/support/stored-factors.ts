import type { TestAuth } from './auth-service';

export const TOTP = { secret: 'sealed', key: 'k', step: 0 };

/** A passkey as it is stored. */
export const passkey = (id: string, createdAt: Date) => ({
  id,
  credential: `credential-${id}`,
  publicKey: 'key',
  counter: 0,
  transports: [],
  name: `Passkey ${id}`,
  isBackedUp: false,
  signsInAlone: true,
  createdAt,
});

/** When the factors of `FACTORS` were added. */
export const SINCE = new Date('2026-03-01T08:05:00Z');

/** An app, a passkey and two recovery codes. */
export const FACTORS = {
  version: 3,
  gen: 0,
  isRequired: true,
  totp: { ...TOTP, since: SINCE },
  recoveryCodes: ['one', 'two'],
  passkeys: [passkey('p1', SINCE)],
};

/** Gives an account factors past the service. */
export async function storeFactors({ connection }: TestAuth, email: string, factors: object): Promise<void> {
  await connection.collection('users').updateOne({ email }, { $set: { factors } });
}

/** What is stored of the factors of an account. */
export async function storedFactors({ connection }: TestAuth, email: string): Promise<unknown> {
  return (await connection.collection('users').findOne({ email }))?.factors;
}

/** Gives an account an authenticator app past the service: what is done with its codes is tested elsewhere. */
export async function storeApp(auth: TestAuth, { email }: { readonly email: string }): Promise<void> {
  await storeFactors(auth, email, { version: 1, isRequired: true, totp: { ...TOTP, since: new Date() } });
}

/** Makes a session one of `aal2` past the service; its next tokens say so. */
export async function storeAal2({ connection }: TestAuth, sid: string): Promise<void> {
  const set = { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'], factorGen: 0, authTime: new Date() };
  await connection.collection<{ _id: string }>('sessions').updateOne({ _id: sid }, { $set: set });
}
