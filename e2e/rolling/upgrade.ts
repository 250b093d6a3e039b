import { resolve } from 'node:path';
import { type Progress } from '@latchkey/tools/dist/mongo/program';
import { serviceKeys } from '@latchkey/tools/dist/local/service-keys';
import { newPrivateKey } from '@latchkey/tools/dist/new-keys';
import { whileInUse, type Outcome } from './house';

/**
 * Replaces two replicas of each service of the last release by those of this checkout, one by one, while people sign in, make
 * tickets and look at their devices.
 * @param from the folder of a checkout of the last release, built
 * @throws Error when a replica does not start or end as it should
 */
export function upgrade(from: string, say: Progress): Promise<Outcome> {
  const JWT_KEY = newPrivateKey('ES256');
  const keys = {
    auth: { JWT_KEY, ACCOUNT_PATH: '/account' },
    verifiers: () => ({ ...serviceKeys(JWT_KEY) }),
  };
  return whileInUse(keys, {}, say, ({ replaceAll }) => replaceAll(keys), resolve(from));
}
