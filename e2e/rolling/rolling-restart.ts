import { type Progress } from '@latchkey/tools/dist/mongo/program';
import { serviceKeys } from '@latchkey/tools/dist/local/service-keys';
import { newPrivateKey } from '@latchkey/tools/dist/new-keys';
import { whileInUse, type Outcome } from './house';

/**
 * Restarts two replicas of each service one by one, as a Deployment does, while people sign in, pass the gate and make tickets.
 * @param rounds how often each replica is replaced
 * @throws Error when a replica does not start or end as it should
 */
export function rollingRestart(rounds: number, say: Progress): Promise<Outcome> {
  const JWT_KEY = newPrivateKey('ES256');
  const keys = { auth: { JWT_KEY }, verifiers: () => ({ ...serviceKeys(JWT_KEY) }) };
  return whileInUse(keys, {}, say, async ({ replaceAll }) => {
    let restarts = 0;
    for (let round = 1; round <= rounds; round++) restarts += await replaceAll(keys);
    return restarts;
  });
}
