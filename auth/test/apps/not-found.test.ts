import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { setCookies } from '../support/cookies';
import { send, signUpDevice } from '../support/devices';
import { expectProblem } from '../support/problems';

describe('what is not there', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it.each([
    ['get', '/'],
    ['get', '/favicon.ico'],
    ['get', '/api'],
    ['get', '/api/users/some-id'],
    ['put', '/api/users/some-id/ban'],
    ['put', '/api/users/audit/roles'],
    ['get', '/api/users/nothing'],
    ['post', '/api/users/nothing'],
    ['get', '/api/users/signup/more'],
    ['get', '/api//users/currentuser'],
    ['get', '/__proto__'],
    ['get', '/api/users/constructor'],
    // On the internal port only.
    ['get', '/metrics'],
    ['get', '/healthz'],
    ['get', '/readyz'],
  ] as const)('%s %s: 404', async (method, path) => {
    expectProblem(await auth.request()[method](path), 404, 'not_found');
  });

  it.each([
    ['post', '/api/users', 'GET, HEAD, OPTIONS'],
    ['get', '/api/users/me', 'DELETE, OPTIONS'],
    ['get', '/api/users/signup', 'POST, OPTIONS'],
    ['patch', '/api/users/signup/', 'POST, OPTIONS'],
    ['delete', '/API/USERS/SIGNUP', 'POST, OPTIONS'],
    ['head', '/api/users/signin', 'POST, OPTIONS'],
    ['get', '/api/users/signout', 'POST, OPTIONS'],
    ['post', '/api/users/currentuser', 'GET, HEAD, OPTIONS'],
    ['delete', '/api/users/refresh', 'POST, GET, HEAD, OPTIONS'],
    ['post', '/api/users/sessions', 'GET, DELETE, HEAD, OPTIONS'],
    ['get', '/api/users/sessions/some-id', 'DELETE, OPTIONS'],
    ['get', '/api/users/0123456789abcdef01234567/ban', 'PUT, DELETE, OPTIONS'],
    ['post', '/api/users/docs', 'GET, HEAD, OPTIONS'],
    ['post', '/.well-known/jwks.json', 'GET, HEAD, OPTIONS'],
  ] as const)('%s %s: 405, and it says what is allowed', async (method, path, allow) => {
    const response = await auth.request()[method](path);
    if (method !== 'head') expectProblem(response, 405, 'method_not_allowed');
    expect([response.status, response.headers.allow]).toEqual([405, allow]);
  });

  it('is a 404 to HEAD, too, without a body', async () => {
    const response = await auth.request().head('/api/users/nothing').expect(404);
    expect(response.type).toBe('application/problem+json');
    expect(response.text).toBeUndefined();
  });

  it('does not sign anybody out', async () => {
    const device = await signUpDevice(auth);
    expect(setCookies(await send(auth, 'get', 'nothing', device).expect(404))).toEqual([]);
  });

  it('is a bad request where the path cannot be read', async () => {
    expectProblem(await auth.request().delete('/api/users/sessions/%'), 400, 'bad_request');
  });
});
