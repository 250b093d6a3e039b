import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { newEmail, PASSWORD } from '../support/people';

const ORIGIN = 'https://app.example.com';
let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth({ TRUSTED_ORIGINS: ORIGIN });
});
afterAll(() => auth.stop());

it.each([
  ['a sign-up', 201, 'post', '/api/users/signup', () => ({ email: newEmail(), password: PASSWORD })],
  ['a refusal', 400, 'post', '/api/users/signin', () => ({})],
  ['what is not there', 404, 'post', '/api/users/nothing', () => ({})],
  ['another method', 405, 'put', '/api/users/signin', () => ({})],
] as const)('a page of a trusted origin reads %s', async (_what, status, method, path, body) => {
  const { headers } = await auth
    .request()
    [method](path)
    .set({ Origin: ORIGIN, 'Sec-Fetch-Site': 'same-site' })
    .send(body())
    .expect(status);
  expect(headers).toMatchObject({
    'access-control-allow-origin': ORIGIN,
    'access-control-allow-credentials': 'true',
    vary: expect.stringContaining('Origin'),
  });
});

it('a preflight needs no cookie and no body', async () => {
  const { headers } = await auth
    .request()
    .options('/api/users/signin')
    .set({
      Origin: ORIGIN,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    })
    .expect(204);
  expect(headers).toMatchObject({
    'access-control-allow-origin': ORIGIN,
    'access-control-allow-headers': 'content-type',
  });
});
