import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { followRevocations } from '@latchkey/common';
import { readConfig } from '../../../src/config/config';
import { JWT_KEY, startAuth, type TestAuth } from '../../support/auth-service';
import { expectProblem } from '../../support/problems';
import { sourcesOf } from '../../support/replica';

const INTERNAL_TOKEN = 'only-for-tests-only-for-tests-only';
const PATHS = ['/revocations', '/revocations/snapshot'];

let auth: TestAuth;
beforeAll(async () => {
  auth = await startAuth({ INTERNAL_TOKEN, FEED_TOKEN_REQUIRED: 'true' });
  await auth.services.revocations.readAll(sourcesOf(auth));
});
afterAll(() => auth.stop());

describe.each(PATHS)('GET %s where the feed wants a token', (path) => {
  it.each([
    ['no token', undefined],
    ['another one', `Bearer ${'x'.repeat(34)}`],
    ['a part of it', `Bearer ${INTERNAL_TOKEN.slice(1)}`],
    ['it by another scheme', `Basic ${INTERNAL_TOKEN}`],
  ])('is refused with %s', async (_what, authorization) => {
    const request = auth.internal().get(path);
    if (authorization !== undefined) void request.set('Authorization', authorization);
    const response = await request;
    expectProblem(response, 401, 'invalid_client');
    expect(response.headers['www-authenticate']).toBe('Bearer realm="latchkey internal"');
  });

  it('is answered with it', async () => {
    await auth.internal().head(path).set('Authorization', `Bearer ${INTERNAL_TOKEN}`).expect(200);
  });
});

it('is followed by a service that has the token', async () => {
  const url = `${auth.internalUrl}/revocations`;
  const revocations = followRevocations({ url, onOutage: 'deny', token: INTERNAL_TOKEN });
  await revocations.ready();
  expect(revocations.status().secondsSinceAsOf).toBeLessThan(15);
  await revocations.close();
});

it('tells a service with another token that it is refused, before it is ready', async () => {
  const url = `${auth.internalUrl}/revocations`;
  const revocations = followRevocations({ url, onOutage: 'deny', token: 'x'.repeat(34) });
  await expect(revocations.ready()).rejects.toThrow('INTERNAL_TOKEN');
  await revocations.close();
});

it('is no setting without INTERNAL_TOKEN', () => {
  const env = { JWT_KEY, MONGO_URI: 'mongodb://127.0.0.1/auth', FEED_TOKEN_REQUIRED: 'true' };
  expect(() => readConfig(env)).toThrow('FEED_TOKEN_REQUIRED needs INTERNAL_TOKEN, which is not set');
});
