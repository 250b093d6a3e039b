import { randomBytes } from 'node:crypto';
import { createRevocationLog } from '@latchkey/auth/dist/revocations/revocation-log.js';
import { type RevocableClaims } from '@latchkey/common';
import { now } from '../clock.js';
import { revokedTokens } from '../entries.js';

/** Nanoseconds a call, by round and size. */
export type CheckTimes = number[][];

/** So many people that what is looked up is not in the processor's cache by chance; none of them is revoked. */
const PEOPLE = 100_000;
const WINDOW_MS = 960_000;

const [rounds = 0, ...sizes] = process.argv.slice(2).map(Number);
const people: RevocableClaims[] = Array.from({ length: PEOPLE }, () => ({
  sub: randomBytes(12).toString('hex'),
  sid: randomBytes(16).toString('base64url'),
  gen: 0,
}));
const lists = sizes.map((size) => {
  const log = createRevocationLog({
    window: WINDOW_MS,
    askPrimary: () => Promise.resolve({ election: undefined, now: Date.now() }),
  });
  for (const revoked of revokedTokens(size)) log.record(revoked);
  return log.list;
});

const times = Array.from({ length: rounds + 1 }, () =>
  lists.map((list) => {
    const started = now();
    const revoked = people.filter((claims) => list.isRevoked(claims)).length;
    const ms = now() - started;
    if (revoked > 0) throw new Error('Somebody who was not revoked is');
    return (ms * 1e6) / PEOPLE;
  }),
);
// The first round warms up.
process.send!(times.slice(1), () => process.disconnect());
