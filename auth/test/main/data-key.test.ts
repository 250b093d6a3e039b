import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { giveTotp, nameOf, newDataKey } from '../support/data-keys';
import { signUp } from '../support/people';
import { endSpawned, spawnAuth, startAuthProcess } from '../support/spawn-auth';

const [OLD, NEW] = [newDataKey(), newDataKey()];

let auth: TestAuth;
beforeAll(async () => {
  auth = await startAuth();
});
afterEach(endSpawned);
afterAll(() => auth.stop());

const envOf = (DATA_KEY: string) => ({ MONGO_URI: auth.config.MONGO_URI, DATA_KEY });

describe('a start', () => {
  it('needs no DATA_KEY, and any one will do, while no account has a secret', async () => {
    for (const keys of ['', OLD, `decrypt:${NEW}`]) {
      const started = await startAuthProcess(envOf(keys));
      expect(started.stderr()).toBe('');
      started.child.kill('SIGTERM');
      expect(await started.exited).toEqual({ code: 0, signal: null });
    }
  });

  it('is refused while the secret of an account needs a key that is missing', async () => {
    const { id } = await signUp(auth);
    await giveTotp(auth, id, OLD);
    for (const keys of ['', NEW]) {
      const refused = await spawnAuth(envOf(keys));
      expect(await refused.exited).toEqual({ code: 1, signal: null });
      expect(refused.stderr()).toContain(`DATA_KEY lacks the key "${nameOf(OLD)}"`);
      expect(refused.messages()).not.toContain('ready');
      for (const key of [OLD, NEW]) expect(refused.stdout() + refused.stderr()).not.toContain(key);
    }
    for (const keys of [OLD, `${NEW},decrypt:${OLD}`]) {
      const started = await startAuthProcess(envOf(keys));
      started.child.kill('SIGTERM');
      await started.exited;
    }
  });
});
