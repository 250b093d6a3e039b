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

/** Gives an account factors past the service. */
export async function storeFactors({ connection }: TestAuth, email: string, factors: object): Promise<void> {
  await connection.collection('users').updateOne({ email }, { $set: { factors } });
}

/** What is stored of the factors of an account. */
export async function storedFactors({ connection }: TestAuth, email: string): Promise<unknown> {
  return (await connection.collection('users').findOne({ email }))?.factors;
}
