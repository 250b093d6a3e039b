import { setTimeout as sleep } from 'node:timers/promises';
import { type Progress } from '../mongo/program';
import { newPrivateKey, newSecret } from '../new-keys';
import { whileInUse, type Keys, type Outcome } from './house';

export type NewKey = 'hs256' | 'es256';

/** Short, so that the wait before the last step is. Those who use the services refresh more often. */
const ACCESS_TTL_S = 30;
const CLOCK_TOLERANCE_S = 5;

/** Who has which key at first and after each step, as docs/operations.md has it. */
type Steps = readonly [Keys, Keys, Keys, Keys];

function fromSecretToSecret(): Steps {
  const [old, next] = [newSecret(), newSecret()];
  const everywhere = (JWT_KEY: string): Keys => ({ auth: { JWT_KEY }, tickets: () => ({ JWT_KEY }) });
  return [everywhere(old), everywhere(`${old},${next}`), everywhere(`${next},${old}`), everywhere(next)];
}

/** At the end only the auth service can make tokens. */
function fromSecretToPair(): Steps {
  const old = newSecret();
  const pem = newPrivateKey('ES256');
  const published = (auth: string) => ({ JWKS_URL: `${auth}/.well-known/jwks.json` });
  const both = (auth: string) => ({ JWT_KEY: old, ...published(auth) });
  return [
    { auth: { JWT_KEY: old }, tickets: () => ({ JWT_KEY: old }) },
    { auth: { JWT_KEY: `${old},${pem}` }, tickets: both },
    { auth: { JWT_KEY: `${pem},${old}` }, tickets: both },
    { auth: { JWT_KEY: pem }, tickets: published },
  ];
}

/**
 * Moves from a secret to another key, step by step by rolling restarts, while people sign in, refresh and make tickets.
 * @throws Error when a replica does not start or end as it should
 */
export function rotateKeys(newKey: NewKey, say: Progress): Promise<Outcome> {
  const [first, known, signing, alone] = newKey === 'es256' ? fromSecretToPair() : fromSecretToSecret();
  return whileInUse(first, { ACCESS_TTL: `${ACCESS_TTL_S}s` }, say, async ({ replaceAll }) => {
    say('the new key is to be known everywhere');
    let restarts = await replaceAll(known);
    say('the new key is to sign');
    restarts += await replaceAll(signing);
    say(`waiting ${ACCESS_TTL_S + CLOCK_TOLERANCE_S} s until the last token of the old key has expired`);
    await sleep((ACCESS_TTL_S + CLOCK_TOLERANCE_S) * 1000);
    say('the old key is to be gone');
    return restarts + (await replaceAll(alone));
  });
}
