import type { TestAuth } from './auth-service';
import { newAddress } from './people';

/** A document of the log that counts failures. */
interface Stored {
  readonly _id: string;
  readonly account: string;
  readonly at: Date;
  readonly class: string;
  readonly client?: object;
  readonly details: { readonly count?: number };
}

/** The browser that they come from. */
export const THIEF = 'thief/1.0';

/** What tests of failed sign-ins do at a service, and read of them in its log. */
export function failedSignIns(auth: () => TestAuth) {
  const fail = (email: string, on = auth(), from = newAddress()) =>
    on
      .request()
      .post('/api/users/signin')
      .set({ 'X-Forwarded-For': from, 'User-Agent': THIEF })
      .send({ email, password: 'a wrong password' })
      .expect(400);
  const drain = (of = auth()) => of.services.failedSignIns.drain();
  /** What the log has of them, the oldest first. */
  const stored = (filter: object = {}) =>
    auth()
      .connection.collection<Stored>('events')
      .find({ ...filter, type: 'sign_in_failed' })
      .sort({ _id: 1 })
      .toArray();
  return { fail, drain, stored };
}
