import type { TestAuth } from './auth-service';
import { changeUser } from './documents';

/** Gives an account an authenticator app past the service: what is done with its codes is tested elsewhere. */
export async function requireFactor(auth: TestAuth, { email }: { readonly email: string }): Promise<void> {
  const totp = { secret: '', key: 'none', since: new Date(), step: 0 };
  await changeUser(auth, email, { factors: { version: 1, isRequired: true, totp } });
}

/** Makes a session one of `aal2` past the service; its next tokens say so. */
export async function proveFactor(auth: TestAuth, sid: string): Promise<void> {
  const set = { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'], factorGen: 0, authTime: new Date() };
  await auth.connection.collection<{ _id: string }>('sessions').updateOne({ _id: sid }, { $set: set });
}
