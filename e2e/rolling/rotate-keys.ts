import { setTimeout as sleep } from 'node:timers/promises';
import { serviceKeys } from '@latchkey/tools/dist/local/service-keys';
import { type Progress } from '@latchkey/tools/dist/mongo/program';
import { newPrivateKey, newSecret } from '@latchkey/tools/dist/new-keys';
import { whileInUse, type Keys, type Outcome } from './house';

/** What is moved to: another secret; from a secret to a pair; from a pair to another, which services fetch. */
export const NEW_KEYS = ['hs256', 'es256', 'jwks'] as const;
export type NewKey = (typeof NEW_KEYS)[number];

/** Short, so that the wait before the last step is. Those who use the services refresh more often. */
const ACCESS_TTL_S = 30;
const CLOCK_TOLERANCE_S = 5;

/** Who has which key at first and after each step, as docs/operations.md has it. */
type Steps = readonly [Keys, Keys, Keys, Keys];

function fromSecretToSecret(): Steps {
  const [old, next] = [newSecret(), newSecret()];
  const everywhere = (JWT_KEY: string): Keys => ({ auth: { JWT_KEY }, verifiers: () => ({ JWT_KEY }) });
  return [everywhere(old), everywhere(`${old},${next}`), everywhere(`${next},${old}`), everywhere(next)];
}

/** At the end only the auth service can make tokens. */
function fromSecretToPair(): Steps {
  const old = newSecret();
  const pem = newPrivateKey('ES256');
  const having = (jwtKey: string): Keys => ({
    auth: { JWT_KEY: jwtKey },
    verifiers: () => ({ ...serviceKeys(jwtKey) }),
  });
  return [having(old), having(`${old},${pem}`), having(`${pem},${old}`), having(pem)];
}

/** The auth service publishes what services need. */
function fromPairToPair(): Steps {
  const [old, next] = [newPrivateKey('ES256'), newPrivateKey('ES256')];
  const published = (auth: string) => ({ JWKS_URL: `${auth}/.well-known/jwks.json` });
  const having = (jwtKey: string): Keys => ({ auth: { JWT_KEY: jwtKey }, verifiers: published });
  return [having(old), having(`${old},${next}`), having(`${next},${old}`), having(next)];
}

const STEPS: Readonly<Record<NewKey, () => Steps>> = {
  hs256: fromSecretToSecret,
  es256: fromSecretToPair,
  jwks: fromPairToPair,
};

/**
 * Moves from one key to another, step by step by rolling restarts, while people sign in, refresh and make tickets.
 * @throws Error when a replica does not start or end as it should
 */
export function rotateKeys(newKey: NewKey, say: Progress): Promise<Outcome> {
  const [first, known, signing, alone] = STEPS[newKey]();
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
