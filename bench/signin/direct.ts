import { addressOf } from '../auth/address-of.js';
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { workForParent } from '../lib/worker.js';
import { openServices } from '../auth/open-services.js';
import { PASSWORD } from '../auth/people.js';
import { emailOf } from './people.js';

/** What the parent asks: sign in for so long, so many at once. */
export interface DirectOrder {
  readonly seconds: number;
  readonly atOnce: number;
}

export interface DirectResult {
  readonly signIns: number;
  readonly seconds: number;
}

const { services } = await openServices();
let turn = 0;

/** What the sign-in route does, call for call, without HTTP. */
async function signIn(): Promise<void> {
  const { accounts, passwords, hashes, limits, sessions, issueAccessToken } = services;
  const [email, ip] = [emailOf(turn), addressOf(turn)];
  turn += 1;
  await hashes.withPlace(ip, async (hash) => {
    const found = await accounts.findByEmail(email);
    const account = await limits.guess({ email, ip }, () => passwords.signIn(found, PASSWORD, hash));
    const [{ session }] = await Promise.all([
      sessions.start(account.id, account, { userAgent: '', ip }, { amr: ['pwd'], acr: 'aal1' }),
      accounts.rememberDevice(account, randomBytes(32).toString('base64url')),
    ]);
    issueAccessToken(account, session);
  });
}

workForParent(async ({ seconds, atOnce }: DirectOrder): Promise<DirectResult> => {
  const started = performance.now();
  let signIns = 0;
  async function loop() {
    while (performance.now() - started < seconds * 1000) {
      await signIn();
      signIns += 1;
    }
  }
  await Promise.all(Array.from({ length: atOnce }, loop));
  return { signIns, seconds: (performance.now() - started) / 1000 };
});
