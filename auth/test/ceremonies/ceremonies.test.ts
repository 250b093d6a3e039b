import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ceremonies } from '../../src/ceremonies/ceremonies';
import { startAuth, type TestAuth } from '../support/auth-service';
import { MINUTE, restartClock, SECOND, stopClock } from '../support/clock';

const STEP_UP = { purpose: 'step-up', account: 'ada', sessionGen: 3, sid: 'session of ada' } as const;

describe('a ceremony', () => {
  let auth: TestAuth;
  let ceremonies: Ceremonies;

  beforeAll(async () => {
    auth = await startAuth();
    ({ ceremonies } = auth.services);
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('is stored by the hash of its secret, with what it began with', async () => {
    const { secret } = await ceremonies.begin(STEP_UP);
    const _id = createHash('sha256').update(secret).digest('base64url');
    const documents = auth.connection.collection<{ _id: string }>('ceremonies');
    const stored = await documents.findOne({ _id });
    expect(stored).toMatchObject({ ...STEP_UP, attempts: 0 });
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(await ceremonies.find(secret, 'step-up')).toMatchObject({ id: _id, ...STEP_UP });
  });

  it('is of one purpose alone', async () => {
    const { secret, ceremony } = await ceremonies.begin(STEP_UP);
    expect(await ceremonies.find(secret, 'sign-in')).toBeUndefined();
    expect(await ceremonies.attempt(secret, 'sign-in')).toBeUndefined();
    await ceremonies.cancel(secret, 'sign-in');
    expect(await ceremonies.complete({ ...ceremony, purpose: 'sign-in' })).toBe(false);
    expect(await ceremonies.attempt(secret, 'step-up')).toMatchObject({ attempts: 0 });
  });

  it('has five attempts, also when twenty come at once', async () => {
    const { secret } = await ceremonies.begin(STEP_UP);
    const attempts = await Promise.all(
      Array.from({ length: 20 }, () => ceremonies.attempt(secret, 'step-up')),
    );
    expect(attempts.filter((each) => each !== undefined)).toHaveLength(5);
    expect(await ceremonies.find(secret, 'step-up')).toBeUndefined();
  });

  it('is completed once', async () => {
    const { secret, ceremony } = await ceremonies.begin(STEP_UP);
    const completed = await Promise.all(Array.from({ length: 20 }, () => ceremonies.complete(ceremony)));
    expect(completed.filter(Boolean)).toHaveLength(1);
    expect(await ceremonies.attempt(secret, 'step-up')).toBeUndefined();
  });

  it('is over when it was cancelled, and after ten minutes', async () => {
    const clock = stopClock();
    const [cancelled, other] = [await ceremonies.begin(STEP_UP), await ceremonies.begin(STEP_UP)];
    const mailed = await ceremonies.begin({ purpose: 'sign-in', life: 60 * MINUTE });
    await ceremonies.cancel(cancelled.secret, 'step-up');
    expect(await ceremonies.find(cancelled.secret, 'step-up')).toBeUndefined();
    clock.pass(10 * MINUTE - SECOND);
    expect(await ceremonies.find(other.secret, 'step-up')).toBeDefined();
    clock.pass(2 * SECOND);
    expect(await ceremonies.find(other.secret, 'step-up')).toBeUndefined();
    expect(await ceremonies.attempt(other.secret, 'step-up')).toBeUndefined();
    expect(await ceremonies.attempt(mailed.secret, 'sign-in')).toBeDefined();
  });
});
