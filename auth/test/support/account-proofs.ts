import type { TestAuth } from './auth-service';
import { expectProblem } from './problems';

/** Sixteen KB is what Node takes of all headers. */
export const TEN_KB = 'a'.repeat(10_000);

type Headers = Record<string, string>;

/** What tests of the account proof ask of a service. */
export function accountProofs(auth: () => TestAuth) {
  /** Asks a route of the account, with a Cookie header and others. */
  const ask = (Cookie: string, headers: Headers = {}) =>
    auth()
      .request()
      .get('/api/users/sessions')
      .set({ ...(Cookie && { Cookie }), ...headers });
  const isRefused = async (cookie: string, headers?: Headers) =>
    expectProblem(await ask(cookie, headers), 401, 'token_expired');
  return { ask, isRefused };
}
